package org.anze.gateway.feed;

/** States of a parcel. */
public enum ParcelState {
    /** Written down, waiting to be sent or pulled. */
    PREPARED("待发送", false),
    /** Handed over; the receipt is still to come. */
    SENT("待回执", false),
    /** Confirmed by the recipient. */
    ACKNOWLEDGED("已签收", true),
    /** Taken by the recipient, who refuses some or all of its records; those are parked. */
    REFUSED("有退回", true);

    private final String zh;
    private final boolean last;

    ParcelState(String zh, boolean last) {
        this.zh = zh;
        this.last = last;
    }

    /** Chinese word. */
    public String zh() {
        return zh;
    }

    /** Whether the parcel is settled. */
    public boolean isFinal() {
        return last;
    }
}
