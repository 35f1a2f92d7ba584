package org.anze.gateway.reconcile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which way records went, seen from the party. */
public enum Direction {
    /** The party sent them to us; the day is that of the submission's {@code receivedAt}. */
    SENT("报入"),
    /** We delivered them to the party; the day is that of the parcel. */
    DELIVERED("送出");

    private final String zh;

    Direction(String zh) {
        this.zh = zh;
    }

    /** Chinese word. */
    public String zh() {
        return zh;
    }

    /** As it stands in addresses and documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The direction with this code. */
    public static Optional<Direction> byCode(String code) {
        return Arrays.stream(values())
                .filter(direction -> direction.code().equals(code))
                .findFirst();
    }
}
