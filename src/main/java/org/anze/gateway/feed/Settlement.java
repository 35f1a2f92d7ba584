package org.anze.gateway.feed;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/** What became of a parcel that was handed to its recipient. */
public sealed interface Settlement {

    /** Of the parcel document as the recipient has it, SM3 or SHA-256 in Base64; null when it does not say. */
    default @Nullable String digest() {
        return null;
    }

    /** Whether it is, as far as it says, about a parcel document of these bytes. */
    default boolean isAbout(byte[] document) {
        String digest = digest();
        if (digest == null) {
            return true;
        }
        // SHA-256 first: it is an order of magnitude cheaper.
        return Stream.of(Suite.INTL, Suite.SM)
                .anyMatch(suite -> digest.equals(Base64.getEncoder().encodeToString(suite.hash(document))));
    }

    /** The recipient confirmed it. */
    record Acknowledged(@Nullable String digest) implements Settlement {

        /** By a recipient that does not say which bytes it has. */
        public Acknowledged() {
            this(null);
        }
    }

    /** The recipient took the parcel but refuses some of its records, or all; they are parked for an operator. */
    record Refused(List<RefusedRecord> records, @Nullable String digest) implements Settlement {

        /** Whoever refuses and names nothing refuses the whole. */
        public Refused {
            records = records.isEmpty() ? List.of(new RefusedRecord(RefusedRecord.WHOLE, "")) : List.copyOf(records);
        }

        /** By a recipient that does not say which bytes it has. */
        public Refused(List<RefusedRecord> records) {
            this(records, null);
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
