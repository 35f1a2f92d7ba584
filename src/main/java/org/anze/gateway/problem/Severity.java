package org.anze.gateway.problem;

/** How much a problem weighs. DOMAIN.md D writes these R, W and I. */
public enum Severity {
    /** The record, or the submission when it is about the whole, is not accepted. */
    REJECT("拒收", "rejected"),
    /** The record is accepted and the finding stays with it. */
    WARNING("警告", "warning"),
    /** Worth knowing; nothing to do. */
    INFO("提示", "note");

    private final String zh;
    private final String en;

    Severity(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** The word a Chinese reader sees. */
    public String zh() {
        return zh;
    }

    /** The word an English reader sees. */
    public String en() {
        return en;
    }
}
