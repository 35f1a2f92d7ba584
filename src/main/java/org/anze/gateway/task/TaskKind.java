package org.anze.gateway.task;

/** What a task does with each item of its list. Names are stored: they are never changed. */
public enum TaskKind {
    /** Parcels of a recipient leave again under their numbers, with their bytes. */
    RESEND("重发交换包", "resend"),
    /** What a recipient refused in a parcel goes into a later one. */
    RELEASE("放行退回记录", "release"),
    /** Records that a recipient was given go into later parcels, for one that lost them. */
    REPLAY("补发记录", "replay"),
    /** Submissions with rejected records are read again through the mapping as it is now. */
    REMAP("重新映射", "remap"),
    /** What a recipient may see is written to a file with its proofs. */
    EXPORT("导出", "export");

    private final String zh;
    private final String en;

    TaskKind(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** Chinese name. */
    public String zh() {
        return zh;
    }

    /** English name, as the audit log has it. */
    public String en() {
        return en;
    }

    /** Whether it takes two people however short the list is: its file shows values that no operator sees. */
    public boolean alwaysTwo() {
        return this == EXPORT;
    }
}
