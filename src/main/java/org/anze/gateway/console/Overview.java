package org.anze.gateway.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.FeedStatus;
import org.anze.gateway.feed.FeedStatus.RecipientStatus;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SignedCheckpoint;
import org.jspecify.annotations.Nullable;

/** The figures of the first page. Safe for many threads; asks the database no more often than {@link Snapshot} allows. */
final class Overview {

    private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);

    private final ConsoleDatabase database;
    private final Supplier<Parties> parties;
    private final Supplier<Agreements> agreements;
    private final LedgerReader ledger;
    private final Clock clock;
    private final Snapshot<Counts> counts;
    private final Snapshot<List<RecipientStatus>> recipients;

    Overview(
            ConsoleDatabase database,
            Supplier<Parties> parties,
            Supplier<Agreements> agreements,
            FeedStatus feed,
            LedgerReader ledger,
            Clock clock) {
        this.database = database;
        this.parties = parties;
        this.agreements = agreements;
        this.ledger = ledger;
        this.clock = clock;
        this.counts = new Snapshot<>(this::count, SHORTEST_AGE, System::nanoTime);
        this.recipients = new Snapshot<>(feed::recipients, SHORTEST_AGE, System::nanoTime);
    }

    /**
     * What a party sent.
     *
     * @param open submissions that are not final yet
     */
    record SenderRow(
            String party,
            long submissions,
            long open,
            long received,
            long accepted,
            long warned,
            long rejected,
            long duplicate,
            long parked,
            @Nullable Instant last) {

        static SenderRow nothing(String party) {
            return new SenderRow(party, 0, 0, 0, 0, 0, 0, 0, 0, null);
        }

        /** The first half of the reconciliation of ARCHITECTURE.md §3.10. */
        public boolean balanced() {
            return received == accepted + rejected + duplicate + parked;
        }
    }

    /** How a recipient stands, and the agreements that are in force for it now. */
    record RecipientRow(RecipientStatus status, List<Agreement> inForce) {}

    /** The counters at one moment. */
    record Counts(Instant at, List<SenderRow> senders) {}

    /** Everything the tables show. */
    record Tables(Counts counts, List<RecipientRow> recipients, Optional<Checkpoint> checkpoint) {}

    Tables tables() {
        Agreements known = agreements.get();
        Instant now = clock.instant();
        List<RecipientRow> rows = new ArrayList<>();
        for (RecipientStatus status : recipients.get()) {
            List<Agreement> inForce = known.of(status.recipient()).stream()
                    .filter(agreement -> agreement.inForce(now))
                    .toList();
            rows.add(new RecipientRow(status, inForce));
        }
        return new Tables(counts.get(), rows, ledger.newest().map(SignedCheckpoint::checkpoint));
    }

    /** How one recipient stands, no older than the table of the first page. */
    Optional<RecipientStatus> recipient(String recipient) {
        return recipients.get().stream()
                .filter(status -> status.recipient().equals(recipient))
                .findFirst();
    }

    private Counts count() {
        Map<String, SenderRow> byParty = new TreeMap<>();
        database.sql("select party, count(*) as submissions, count(*) filter (where finished_at is null) as open,"
                        + " sum(received)::bigint as received, sum(accepted)::bigint as accepted,"
                        + " sum(warned)::bigint as warned, sum(rejected)::bigint as rejected,"
                        + " sum(duplicate)::bigint as duplicate, sum(parked)::bigint as parked, max(received_at) as last"
                        + " from submission group by party")
                .query((row, number) -> new SenderRow(
                        row.getString("party"),
                        row.getLong("submissions"),
                        row.getLong("open"),
                        row.getLong("received"),
                        row.getLong("accepted"),
                        row.getLong("warned"),
                        row.getLong("rejected"),
                        row.getLong("duplicate"),
                        row.getLong("parked"),
                        ConsoleDatabase.instant(row, "last")))
                .list()
                .forEach(row -> byParty.put(row.party(), row));
        TreeSet<String> senders = new TreeSet<>(byParty.keySet());
        for (Party party : parties.get().all()) {
            if (party.intake() != null) {
                senders.add(party.id());
            }
        }
        return new Counts(
                clock.instant(),
                senders.stream()
                        .map(party -> byParty.getOrDefault(party, SenderRow.nothing(party)))
                        .toList());
    }
}
