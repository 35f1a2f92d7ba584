package org.anze.gateway.access;

/** What data may be used for: the purpose codes of DOMAIN.md B3. An agreement has exactly one. */
public enum Purpose {
    SUP("监管", "supervision"),
    ENF("执法", "enforcement"),
    SRV("事故预防服务", "prevention service"),
    UND("承保", "underwriting"),
    CLM("理赔", "claim"),
    RAT("评级", "rating"),
    LIC("许可", "licence"),
    STA("统计", "statistics"),
    PUB("公开", "publication"),
    COR("更正", "correction");

    private final String zh;
    private final String en;

    Purpose(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** Chinese word. */
    public String zh() {
        return zh;
    }

    /** English word. */
    public String en() {
        return en;
    }
}
