package org.anze.gateway.audit;

/** What an audit event is about. Names are stored: they are never changed. */
public enum AuditKind {
    QUERY("查询记录", "records queried"),
    STATISTICS("查询统计", "statistics queried"),
    STATUS("查询状态", "status queried"),
    PROOF("取得证明", "proof fetched"),
    REVEAL("查看明文", "values revealed"),
    CASE_GRANT("单案授权", "single case granted"),
    AGREEMENT("变更授权", "agreement changed"),
    KEY("密钥操作", "key handled"),
    BREAK_GLASS("应急查看", "glass broken"),
    SIGN_IN("登录", "signed in"),
    SIGN_IN_REFUSED("登录被拒", "sign-in refused"),
    PEOPLE("用户与角色", "people and roles changed"),
    PARTY("机构与证书", "party or certificate changed"),
    OPERATION("运行操作", "operator acted"),
    EXPORT("导出", "exported"),
    RECONCILIATION("对账", "reconciled");

    private final String zh;
    private final String en;

    AuditKind(String zh, String en) {
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
