package org.anze.gateway.seal.proof;

/** How much a proof bundle shows (§11); the level counts from 1. */
public enum Assurance {
    /** Unchanged since the gateway sealed it, at a position of its ledger. */
    SEALED("已签封：自网关签封以来未被改动，位于其台账的确定位置。", "Sealed: unchanged since the gateway sealed it."),
    /** An independent time-stamp authority saw the checkpoint. */
    STAMPED("已加盖可信时间戳：独立的时间戳机构证明该检查点当时已经存在。", "Time-stamped by an independent authority."),
    /** And at least one witness cosigned the checkpoint. */
    WITNESSED(
            "已加盖可信时间戳并经见证：至少一家见证方确认，本检查点与其所见的同一台账一致。",
            "Time-stamped and witnessed: the ledger is the one that others see.");

    private final String zh;
    private final String en;

    Assurance(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** What a bundle with these parts shows. */
    public static Assurance of(boolean stamped, int cosignatures) {
        return !stamped ? SEALED : cosignatures == 0 ? STAMPED : WITNESSED;
    }

    /** The number that stands in a manifest. */
    public int level() {
        return ordinal() + 1;
    }

    /** One Chinese sentence. */
    public String zh() {
        return zh;
    }

    /** One English sentence. */
    public String en() {
        return en;
    }
}
