package org.anze.gateway.access.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/**
 * What a change of agreements does to the records of the last month: to those that are sent, and to those that may be asked
 * for. Rights to count and to ask yes or no are not in it. Records are named by their keys only.
 *
 * @param from records received since are counted
 * @param complete whether all of them were looked at, at all beginnings; otherwise {@code from} is how far back the count came
 * @param before the moment for which the old agreements were asked
 * @param after the last moment for which the new ones were asked: at each of their beginnings
 * @param looked records of the types concerned, each once, in its newest version
 * @param countsOrAsks whether rights to count or to ask yes or no change, which no record shows
 * @param types only those where something changes
 */
public record Preview(
        AgreementChange change,
        Instant from,
        boolean complete,
        Instant before,
        Instant after,
        long looked,
        boolean countsOrAsks,
        List<OfType> types) {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final long MOST_LOOKED_AT = 1_000_000;

    /** Copies the list. */
    public Preview {
        types = List.copyOf(types);
    }

    /** Whether nobody gains and nobody loses anything of what came lately, as far as records show it. */
    public boolean isEmpty() {
        return types.isEmpty() && !countsOrAsks;
    }

    /**
     * One record type.
     *
     * @param gained records that were not given at all and would be
     * @param lost records that were given and would not be any more
     * @param units what happens to single units, of these and of the other records
     */
    public record OfType(RecordType type, Count gained, Count lost, List<OfUnit> units) {
        /** Copies the list. */
        public OfType {
            units = List.copyOf(units);
        }
    }

    /**
     * A unit that is given in another way than before.
     *
     * @param fields Chinese names of the fields in it
     * @param otherwise whether it was masked before and is masked after, but not alike: other fields or other persons
     */
    public record OfUnit(
            String unit, List<String> fields, Manner before, Manner after, boolean otherwise, Count records) {
        /** Copies the list. */
        public OfUnit {
            fields = List.copyOf(fields);
        }

        /** Whether the party sees more than before; what is only masked otherwise counts as a gain. */
        public boolean gains() {
            return otherwise || rank(after) > rank(before);
        }
    }

    /**
     * A number of records.
     *
     * @param keys business keys of the first five
     */
    public record Count(long records, List<String> keys) {
        /** Copies the list. */
        public Count {
            keys = List.copyOf(keys);
        }
    }

    private static List<Object> states(Agreements agreements, String party) {
        List<Object> states = new ArrayList<>();
        for (Agreement agreement : agreements.of(party)) {
            agreement.grants().stream()
                    .filter(grant -> grant.kind() == Agreement.Kind.STATUS)
                    .forEach(grant ->
                            states.add(List.of(agreement.coverage(), agreement.purpose(), agreement.from(), grant)));
        }
        return states;
    }

    static int rank(Manner manner) {
        return switch (manner) {
            case WITHHELD -> 0;
            case MASKED -> 1;
            case GIVEN -> 2;
        };
    }

    static Preview of(
            AgreementChange change,
            Agreements old,
            Agreements fresh,
            RecordDefinitions definitions,
            RecentRecords recent,
            Instant now) {
        PreviewTally tally = new PreviewTally(change.party(), old, fresh, definitions, now);
        Instant from = now.minus(MONTH);
        Instant reached = recent.walk(from, tally.types(), MOST_LOOKED_AT, tally);
        return new Preview(
                change,
                reached,
                !reached.isAfter(from) && tally.looksAtAllMoments(),
                now,
                tally.lastMoment(),
                tally.looked(),
                !old.countingOtherwise(change.party(), fresh, now).isEmpty()
                        || !states(old, change.party()).equals(states(fresh, change.party())),
                tally.result());
    }
}
