package org.anze.gateway.feed;

import java.util.List;

/** What became of a parcel that was handed to its recipient. */
public sealed interface Settlement {

    /** The recipient confirmed it. */
    record Acknowledged() implements Settlement {}

    /** The recipient took the parcel but refuses some of its records, or all; they are parked for an operator. */
    record Refused(List<RefusedRecord> records) implements Settlement {

        /** Whoever refuses and names nothing refuses the whole. */
        public Refused {
            records = records.isEmpty() ? List.of(new RefusedRecord(RefusedRecord.WHOLE, "")) : List.copyOf(records);
        }
    }

    /** It lies where the recipient fetches it; the receipt will come by another way ({@link Settlements}). */
    record AwaitingReceipt() implements Settlement {}

    /**
     * @param index ledger index; -1 for the parcel as a whole
     * @param reason the recipient's words, at most 500 characters
     */
    record RefusedRecord(long index, String reason) {
        /** Stands for every record of the parcel. */
        public static final long WHOLE = -1;

        private static final int LONGEST = 500;

        /** Cuts the reason. */
        public RefusedRecord {
            reason = reason == null ? "" : reason;
            reason = reason.length() > LONGEST ? reason.substring(0, LONGEST) : reason;
        }
    }
}
