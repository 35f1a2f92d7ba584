package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.ledger.Append.ParkedRecord;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.ParkedStore.Place;
import org.anze.gateway.ledger.SubmissionProgress.Tally;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.validation.Wording;

/** What one commit of the ledger parks, and what it settles of what was parked. For one thread, and for one commit. */
final class CommitParking {

    private final int mostParked;
    /** Of the records that releases bring: those that are still parked. */
    private final Set<Place> stillParked;

    private final Map<String, Long> parkedOfParty;
    private final List<Place> settled = new ArrayList<>();
    private final Map<Place, ParkedRecord> waitAgain = new LinkedHashMap<>();
    private final List<ParkedStore.Range> newlyParked = new ArrayList<>();
    /** Places of counts in the pipeline; -1 for none. */
    private int removed = -1;

    private int arrivals = -1;
    private int overtaken = -1;

    private CommitParking(int mostParked, Set<Place> stillParked, Map<String, Long> parkedOfParty) {
        this.mostParked = mostParked;
        this.stillParked = stillParked;
        this.parkedOfParty = parkedOfParty;
    }

    /** Of a commit of nothing. */
    static CommitParking none() {
        return new CommitParking(0, Set.of(), Map.of());
    }

    /**
     * Reads what is parked of what the batches release, and how much of the parties that want to park.
     *
     * @param mostParked records of one party that may be parked
     */
    static CommitParking load(Connection connection, List<Append> batches, int mostParked) throws SQLException {
        return new CommitParking(
                mostParked,
                ParkedStore.present(connection, released(batches)),
                ParkedStore.counts(connection, parkingParties(batches)));
    }

    /** A record of a release counts when it is still parked, and then no more; every other record does. */
    boolean mayCount(Append batch, long ordinal, int part) {
        if (!batch.release()) {
            return true;
        }
        Place place = new Place(batch.submission().seq(), ordinal, part);
        boolean parked = stillParked.remove(place);
        if (parked) {
            settled.add(place);
        }
        return parked;
    }

    /** Parks what a batch wants parked, as far as its party may, and lets go on waiting what a release found nothing for. */
    void park(Append batch, Tally tally, LedgerRows rows) {
        long submission = batch.submission().seq();
        long first = Long.MAX_VALUE;
        long last = -1;
        for (ParkedRecord record : batch.parked()) {
            Place place = new Place(submission, record.ordinal(), record.part());
            if (batch.release()) {
                if (!stillParked.remove(place)) {
                    continue;
                }
                waitAgain.put(place, record);
            } else if (parkedOfParty.getOrDefault(batch.submission().party(), 0L) >= mostParked) {
                tally.reject(1);
                rows.reject(submission, tooMany(record));
                continue;
            } else {
                parkedOfParty.merge(batch.submission().party(), 1L, Long::sum);
                tally.park();
                rows.park(submission, record);
            }
            first = Math.min(first, record.ordinal());
            last = Math.max(last, record.ordinal());
        }
        if (last >= 0) {
            newlyParked.add(new ParkedStore.Range(submission, first, last));
        }
    }

    /** Has it written down, after the rows of the commit, and has marked what awaits what has arrived. */
    void addTo(Pipeline pipeline, Set<RecordHeads.Key> arrived) {
        removed = ParkedStore.remove(pipeline, settled);
        ParkedStore.waitAgain(pipeline, waitAgain);
        arrivals = ParkedStore.markArrived(pipeline, arrived);
        overtaken = ParkedStore.markOvertaken(pipeline, newlyParked);
    }

    /**
     * What became of it.
     *
     * @param counts as the pipeline gave them
     * @return whether anything was marked
     * @throws SQLException when not all was there that is settled
     */
    boolean isDue(int[] counts) throws SQLException {
        if (removed >= 0 && counts[removed] != settled.size()) {
            throw new SQLException("a parked record was settled by somebody else");
        }
        return arrivals >= 0 && counts[arrivals] > 0 || overtaken >= 0 && counts[overtaken] > 0;
    }

    private RejectedRecord tooMany(ParkedRecord record) {
        Finding finding = Finding.of(
                LedgerProblem.TOO_MANY_PARKED,
                "V-T02",
                null,
                Location.ofLine(record.line()),
                mostParked,
                record.awaited().type().zh(),
                Wording.clean(record.awaited().businessKey()));
        return new RejectedRecord(
                record.ordinal(),
                record.part(),
                record.line(),
                record.type().code(),
                record.businessKey(),
                List.of(finding));
    }

    private static List<Place> released(List<Append> batches) {
        List<Place> places = new ArrayList<>();
        for (Append batch : batches) {
            if (batch.release()) {
                long submission = batch.submission().seq();
                batch.records()
                        .forEach(record -> places.add(new Place(
                                submission, record.valid().record().raw().ordinal(), record.part())));
                batch.rejected().forEach(record -> places.add(new Place(submission, record.ordinal(), record.part())));
                batch.parked().forEach(record -> places.add(new Place(submission, record.ordinal(), record.part())));
            }
        }
        return places;
    }

    private static Set<String> parkingParties(List<Append> batches) {
        Set<String> parties = new LinkedHashSet<>();
        for (Append batch : batches) {
            if (!batch.release() && !batch.parked().isEmpty()) {
                parties.add(batch.submission().party());
            }
        }
        return parties;
    }
}
