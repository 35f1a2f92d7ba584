package org.anze.gateway.party;

/** The sixteen party types of DOMAIN.md B1. */
public enum PartyType {
    INS("保险机构", "insurer"),
    BRK("经纪机构或运营中心", "broker or operation centre"),
    AGY("服务机构", "service agency"),
    PRV("省级监管平台", "provincial platform"),
    CTY("市县平台", "city or county platform"),
    SEC("行业主管部门", "sector department"),
    MIN("部级系统", "ministry system"),
    NFR("金融监管部门", "financial regulator"),
    IAC("行业信息共享平台", "industry sharing platform"),
    ENT("被保险单位", "insured unit"),
    LIC("许可与评级系统", "licence and rating system"),
    HRS("人社部门", "human-resources bureau"),
    FIN("财政部门", "finance department"),
    PUB("社会公众", "public"),
    OPS("网关运营方", "gateway operator"),
    AUD("审计方", "auditor");

    private final String zh;
    private final String en;

    PartyType(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** Chinese name for screens. */
    public String zh() {
        return zh;
    }

    /** English name for screens. */
    public String en() {
        return en;
    }
}
