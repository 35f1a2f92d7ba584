package org.anze.gateway.intake;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anze.gateway.intake.SubmissionRows.Unfinished;
import org.anze.gateway.intake.admission.BatchTurns;
import org.anze.gateway.intake.admission.UrgentLane;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordDefinition;

/**
 * The threads that lead submissions to the ledger, and who gets them: small urgent submissions have some of their own, large
 * ones too, so that a file of ten million rows holds up nobody's accident report; in each lane parties share by the size of
 * their work. Safe for many threads.
 */
final class Lanes implements AutoCloseable {

    private static final long LARGE = RawStore.CHUNK;
    /** Submissions of at most so many bytes are processed together when they wait. */
    private static final long FEW = 8 * 1024;

    private final PartyTurns<SubmissionJob> urgent;
    private final PartyTurns<SubmissionJob> prompt;
    private final PartyTurns<SubmissionJob> bulk;
    private final BatchTurns batches;
    private final int bulkSlice;
    private final UrgentLane urgency;
    private final Supplier<Mappings> mappings;
    private final Supplier<Parties> parties;

    /**
     * @param workers threads for small submissions that are not urgent
     * @param work leads submissions to the ledger: one, or several small ones
     */
    Lanes(
            LaneSettings settings,
            int workers,
            UrgentLane urgency,
            Supplier<Mappings> mappings,
            Supplier<Parties> parties,
            Consumer<List<SubmissionJob>> work) {
        this.urgent = new PartyTurns<>(
                "intake-urgent", settings.urgentWorkers(), settings.urgentWorkers() - 1, Lanes::isTiny, work);
        this.prompt = new PartyTurns<>("intake", workers, workers - 1, Lanes::isTiny, work);
        // One large file of a party at a time: a second one would take the thread that another party needs.
        this.bulk = new PartyTurns<>("intake-bulk", settings.bulkWorkers(), 1, job -> false, work);
        this.batches = new BatchTurns(settings.recordsUnderWay());
        this.bulkSlice = settings.bulkSlice();
        this.urgency = urgency;
        this.mappings = mappings;
        this.parties = parties;
    }

    /** Whether a submission is read and sent on while it is read, because it is too large to be held. */
    static boolean isLarge(long bytes) {
        return bytes > LARGE;
    }

    /** Whether it may be processed together with others; one that was overtaken goes alone. */
    private static boolean isTiny(SubmissionJob job) {
        return job.stored().bytes() <= FEW && !job.careful();
    }

    /** Whether submissions under this mapping are of the urgent kind. */
    boolean isUrgent(Mapping mapping) {
        return urgency.isUrgent(
                mapping.definitions().stream().map(RecordDefinition::type).toList());
    }

    /** Whether this submission goes before the others; asked once for each, because it uses up a part of its party's share. */
    boolean goesFirst(String partyId, String mapping, long bytes) {
        return mappings.get().find(partyId, mapping).filter(this::isUrgent).isPresent()
                && parties.get()
                        .find(partyId)
                        .filter(party -> urgency.take(party, bytes))
                        .isPresent();
    }

    /** Queues work on a submission; it is forgotten when this was closed. */
    void execute(SubmissionJob job) {
        Unfinished stored = job.stored();
        PartyTurns<SubmissionJob> lane = job.goesFirst() ? urgent : isLarge(stored.bytes()) ? bulk : prompt;
        int weight = parties.get().find(stored.party()).map(Party::weight).orElse(1);
        lane.execute(stored.party(), weight, stored.bytes(), job);
    }

    /** Whether a large submission of another party waits for a thread. */
    boolean othersWaitForBulk(String party) {
        return bulk.othersWait(party);
    }

    /** Records after which a large submission looks whether others wait. */
    int bulkSlice() {
        return bulkSlice;
    }

    /** The turns of the batches of all but urgent submissions. */
    BatchTurns batches() {
        return batches;
    }

    /** Ends the threads; what waits is forgotten. */
    @Override
    public void close() {
        urgent.close();
        prompt.close();
        bulk.close();
    }
}
