package org.anze.gateway.task;

/** What became, or would become, of an item. Names are stored: they are never changed. */
public enum TaskOutcome {
    SENT_AGAIN(true, "以原编号再次发送", "sent again under its number"),
    NOT_SENT_AGAIN(false, "授权已变更，不再发送", "not sent again: its agreement has changed"),
    RELEASED(true, "已放行", "released"),
    GIVEN_AGAIN(true, "装入以后的交换包", "goes into a later parcel"),
    NOT_GIVEN(false, "现行授权不准许提供", "may not be given any more"),
    READ_AGAIN(true, "已重新报送", "handed in again"),
    EXPORTED(true, "已导出", "exported"),
    /** The detail is the code of the error. */
    REFUSED(false, "被拒绝", "refused");

    private final boolean good;
    private final String zh;
    private final String en;

    TaskOutcome(boolean good, String zh, String en) {
        this.good = good;
        this.zh = zh;
        this.en = en;
    }

    /** Whether it is what was ordered. */
    public boolean isGood() {
        return good;
    }

    /** Chinese words. */
    public String zh() {
        return zh;
    }

    /** English words. */
    public String en() {
        return en;
    }
}
