package org.anze.gateway.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one party's day of China time; counts only.
 *
 * @param sent what it sent us
 * @param delivered what we delivered to it
 */
public record DayFigures(String party, LocalDate date, Sent sent, Delivered delivered) {

    /**
     * @param submissions received that day
     * @param open submissions that are not final yet
     * @param received to {@code parked}: the counters of the submissions
     * @param entries to {@code parkedRows}: rows of those submissions in the tables
     * @param keys deduplication keys that lead to those entries
     * @param signed what the sheet of the closed day says; null as long as there is none
     */
    public record Sent(
            long submissions,
            long open,
            long received,
            long accepted,
            long rejected,
            long duplicate,
            long parked,
            long entries,
            long keys,
            long rejectedRows,
            long parkedRows,
            @Nullable Signed signed,
            List<SentType> types) {

        /** Copies the list. */
        public Sent {
            types = List.copyOf(types);
        }

        List<Equation> equations() {
            List<Equation> equations = new ArrayList<>();
            equations.add(new Equation("received", received, accepted + rejected + duplicate + parked));
            equations.add(new Equation("accepted", accepted, entries));
            equations.add(new Equation("keys", entries, keys));
            equations.add(new Equation("rejected", rejected, rejectedRows));
            equations.add(new Equation("parked", parked, parkedRows));
            if (signed != null) {
                equations.add(new Equation("sheetReceived", signed.received, received));
                equations.add(new Equation("sheetAccepted", signed.accepted, entries));
            }
            return equations;
        }
    }

    /** What can never change once the day is closed. */
    public record Signed(long received, long accepted) {}

    /**
     * One record type of what was sent.
     *
     * @param type null where a rejected record's type could not be told
     * @param accepted entries
     * @param superseded of the accepted ones those that came when a higher version was there already
     */
    public record SentType(@Nullable RecordType type, long accepted, long superseded, long rejected, long parked) {}

    /**
     * @param parcels prepared that day
     * @param first number of the first of them; 0 when there is none
     * @param last number of the last of them
     * @param before the highest number before {@code first}; 0 when there is none
     * @param after the number that must follow {@code last}, as the next parcel or the cursor has it
     * @param open parcels that are not settled
     * @param records that the parcels count, withdrawals included
     * @param given positions in parcels
     * @param withdrawn withdrawals in parcels
     * @param found of the positions those the ledger has
     * @param acknowledged to {@code waiting}: what became of the records given
     * @param refusedParcels parcels that the recipient refused in part or as a whole, without those that were emptied
     * @param refusedWithRecords of those the ones with a refused record
     */
    public record Delivered(
            long parcels,
            long first,
            long last,
            long before,
            long after,
            long open,
            long records,
            long given,
            long withdrawn,
            long found,
            long acknowledged,
            long refused,
            long waiting,
            long refusedParcels,
            long refusedWithRecords,
            List<DeliveredType> types) {

        /** Copies the list. */
        public Delivered {
            types = List.copyOf(types);
        }

        List<Equation> equations() {
            List<Equation> equations = new ArrayList<>();
            equations.add(new Equation("given", given, acknowledged + refused + waiting));
            equations.add(new Equation("parcelRecords", records, given + withdrawn));
            equations.add(new Equation("parcelEntries", given, found));
            equations.add(new Equation("refusedParcels", refusedParcels, refusedWithRecords));
            if (parcels > 0) {
                equations.add(new Equation("numbers", last - first + 1, parcels));
                equations.add(new Equation("numberBefore", first - 1, before));
                equations.add(new Equation("numberAfter", last + 1, after));
            }
            return equations;
        }
    }

    /** One record type of what was delivered. */
    public record DeliveredType(RecordType type, long given, long acknowledged, long refused, long waiting) {}

    /** Every equation of the day. */
    public List<Equation> equations() {
        List<Equation> all = new ArrayList<>(sent.equations());
        all.addAll(delivered.equations());
        return all;
    }

    /** Whether all hold. */
    public boolean balanced() {
        return equations().stream().allMatch(Equation::holds);
    }

    /** Whether nothing of it is still on its way. */
    public boolean settled() {
        return sent.open() == 0 && sent.parked() == 0 && delivered.open() == 0;
    }

    /** Whether anything happened. */
    public boolean empty() {
        return sent.submissions() == 0 && delivered.parcels() == 0 && sent.signed() == null;
    }
}
