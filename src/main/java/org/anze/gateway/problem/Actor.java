package org.anze.gateway.problem;

/** Who has to do something about a problem. */
public enum Actor {
    /** The party that sent the data. */
    PARTY("报送方", "the sending party"),
    /** The operator of this gateway. */
    OPERATOR("网关运维", "the gateway operator"),
    /** The makers of the gateway. */
    MAKER("开发方", "the makers of the gateway");

    private final String zh;
    private final String en;

    Actor(String zh, String en) {
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
