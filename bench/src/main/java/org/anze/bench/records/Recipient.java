package org.anze.bench.records;

import java.util.ArrayList;
import java.util.List;

/**
 * A recipient of the benchmark: which records it gets and which units of them. Four kinds take turns, so that four recipients
 * are one of each and sixty-four are sixteen of each.
 *
 * @param id its party id
 */
public record Recipient(String id, Kind kind) {

    /** What an agreement gives. The gateway reads it from agreement files, the baselines from here. */
    public enum Kind {
        /** Every record of the province with every unit. */
        PROVINCE,
        /** The records of one city, without the premium. */
        CITY,
        /** The records of one sector, without the premium. */
        SECTOR,
        /** Every record; whom a policy was handled by is masked. */
        FINANCE;

        /** Whether it gets the record. */
        public boolean gets(long number) {
            return switch (this) {
                case PROVINCE, FINANCE -> true;
                case CITY -> RecordSet.inTheCity(number);
                case SECTOR -> RecordSet.inTheSector(number);
            };
        }

        /** Whether it gets the unit with premium, rates and items. */
        public boolean getsPremium() {
            return this == PROVINCE || this == FINANCE;
        }

        /** Whether the person's name is masked for it. */
        public boolean masksPeople() {
            return this == FINANCE || this == CITY;
        }
    }

    /** The first {@code count} recipients. */
    public static List<Recipient> first(int count) {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(new Recipient("recipient-%02d".formatted(i + 1), Kind.values()[i % 4]));
        }
        return recipients;
    }

    /** How many of these records all of them get together. */
    public static long deliveries(List<Recipient> recipients, long first, long count) {
        long deliveries = 0;
        for (Recipient recipient : recipients) {
            for (long number = first; number < first + count; number++) {
                deliveries += recipient.kind().gets(number) ? 1 : 0;
            }
        }
        return deliveries;
    }
}
