package org.anze.gateway.console.people;

/** What a person is at the console; one role each. Names are stored: they are never changed. */
public enum Role {
    /** System administrator 系统管理员: configuration, parties, lists of keys; no records, no people. */
    SYSTEM(true, "/"),
    /** Security administrator 安全管理员: people, agreements, approvals; no records, no configuration. */
    SECURITY(true, "/people"),
    /** Auditor 审计管理员: the audit log and its checks; nothing else. */
    AUDITOR(true, "/audit"),
    /** Operator 操作员: submissions, records, parcels and what to do about them. */
    OPERATOR(false, "/"),
    /** A party's user 参与方用户: the submissions of that party. */
    PARTY(false, "/own");

    private final boolean administrator;
    private final String home;

    Role(boolean administrator, String home) {
        this.administrator = administrator;
        this.home = home;
    }

    /** Whether it is one of the three that must be three people (三员分立). */
    public boolean administrator() {
        return administrator;
    }

    /** The page to begin with. */
    public String home() {
        return home;
    }
}
