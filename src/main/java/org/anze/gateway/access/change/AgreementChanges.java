package org.anze.gateway.access.change;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.anze.gateway.access.change.AgreementChange.Word;
import org.anze.gateway.access.change.AgreementSets.Row;
import org.anze.gateway.access.change.AgreementSets.State;
import org.anze.gateway.access.change.KeptVersion.Manner;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.audit.TwoPeople;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.Regions;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is in force of the agreements, what waits to be approved, and the two people who let it. Safe for several threads and
 * for several nodes on one database.
 */
public final class AgreementChanges implements ApprovedAgreements {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_KEPT_SHOWN = 1000;

    private final AgreementSets sets;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final Suite suite;
    private final RecordDefinitions definitions;
    private final RecentRecords recent;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Comparison last;
    private volatile Runnable listener = () -> {};
    private final TwoPeople two = new TwoPeople(person -> true);

    /**
     * @param suite the ledger's, for digests
     * @param recent what previews are made over
     */
    public AgreementChanges(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Suite suite,
            RecordDefinitions definitions,
            RecentRecords recent,
            Clock clock) {
        this.sets = new AgreementSets(jdbc, suite);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.suite = suite;
        this.definitions = definitions;
        this.recent = recent;
        this.clock = clock;
    }

    /** Told after every approval, when the files are to be compared again. */
    public void whenApproved(Runnable follow) {
        listener = follow;
    }

    /**
     * Who may be one of the two people: somebody whose account an administrator of another role has confirmed. Asked for
     * both of them under the lock; everybody, until this is called.
     */
    public void confirmedBy(Predicate<String> people) {
        two.confirmedBy(people);
    }

    @Override
    public InForce follow(ProposedTexts proposed, Parties parties, Regions regions) {
        Comparison made = inTurn(() ->
                new Comparison(sets, suite, definitions, proposed, parties, regions, clock.instant(), this::note));
        if (made == null) {
            throw new IllegalStateException("the comparison gave nothing");
        }
        last = made;
        return made.inForce();
    }

    @Override
    public long revision() {
        return sets.revision();
    }

    /** What differs from what is in force and would give somebody more, by party; also what was sent back. */
    public List<AgreementChange> pending() {
        Comparison seen = last;
        List<AgreementChange> changes = new ArrayList<>();
        if (seen != null) {
            seen.pending().values().forEach(id -> sets.find(id)
                    .filter(row -> row.state() != State.IN_FORCE && row.state() != State.ENDED)
                    .ifPresent(row -> changes.add(Difference.of(sets, row))));
        }
        return changes;
    }

    /**
     * Who would gain and lose what, counted over the records of the last month. Reads the ledger: seconds, for large ones up to
     * a minute.
     *
     * @throws SenderMustCorrect when the change is no longer pending
     */
    public Preview preview(long id) {
        Comparison seen = last;
        Row row = pendingRow(id);
        if (seen == null) {
            throw gone(id);
        }
        return Preview.of(
                Difference.of(sets, row),
                seen.inForce().agreements(),
                seen.proposed(),
                definitions,
                recent,
                clock.instant());
    }

    /**
     * The first person's word. Changes nothing of what is given.
     *
     * @param person canonical user name of who is signed in
     * @throws SenderMustCorrect when the change is no longer pending, or the reason is missing
     */
    public void propose(long id, String person, String reason) {
        Word word = word(person, reason);
        Row row = pendingRow(id);
        inTurn(() -> {
            if (!two.counts(word.person())) {
                throw unconfirmed(row, word);
            }
            if (!sets.propose(id, word)) {
                throw gone(id);
            }
            note(row, person, "proposed", word.reason());
            return row;
        });
    }

    /**
     * The second person's word: the texts come into force, and the files are compared again before this returns.
     *
     * @param person somebody else than who proposed
     * @throws SenderMustCorrect when the change is no longer pending, was not proposed, the person is the same or the reason
     *     is missing
     */
    public void approve(long id, String person, String reason) {
        Word word = word(person, reason);
        inTurn(() -> {
            Row row = pendingRow(id);
            Word proposed = row.proposed();
            if (row.state() != State.PROPOSED || proposed == null) {
                throw new SenderMustCorrect(ChangeProblem.NOT_PROPOSED, Location.WHOLE, id);
            }
            if (TwoPeople.isSame(proposed.person(), word.person())) {
                refused(row, ChangeProblem.SAME_PERSON, word);
                throw new SenderMustCorrect(ChangeProblem.SAME_PERSON, Location.WHOLE, id);
            }
            if (!sets.isProposedOverWhatRules(id)
                    || proposed.at().isBefore(clock.instant().minus(Comparison.WORD_COUNTS))) {
                refused(row, ChangeProblem.NO_LONGER_PENDING, word);
                throw gone(id);
            }
            if (!two.counts(proposed.person()) || !two.counts(word.person())) {
                throw unconfirmed(row, word);
            }
            sets.enforce(row, Manner.APPROVED, word, clock.instant());
            note(row, person, "approved, proposed by " + proposed.person(), word.reason());
            return row;
        });
        listener.run();
    }

    /**
     * Sends a change back; it waits until the files are changed, or somebody proposes it again.
     *
     * @throws SenderMustCorrect when the change is no longer pending, or the reason is missing
     */
    public void reject(long id, String person, String reason) {
        Word word = word(person, reason);
        Row row = pendingRow(id);
        inTurn(() -> {
            if (!sets.reject(id, word)) {
                throw gone(id);
            }
            note(row, person, "rejected", word.reason());
            return row;
        });
    }

    /** Every text of a party that is or was in force, the newest first; the 1000 newest. */
    public List<KeptVersion> versions(String party) {
        return sets.history(party, MOST_KEPT_SHOWN);
    }

    /** The text that was in force as this version of an agreement. */
    public Optional<byte[]> text(String party, String agreement, int version) {
        return sets.content(party, agreement + ".yaml", version);
    }

    private Row pendingRow(long id) {
        Comparison seen = last;
        return sets.find(id)
                .filter(row -> row.state() != State.IN_FORCE && row.state() != State.ENDED)
                .filter(row ->
                        seen != null && Long.valueOf(id).equals(seen.pending().get(row.party())))
                .orElseThrow(() -> gone(id));
    }

    /** One at a time also within this process: who waits for the lock of the database holds a connection meanwhile. */
    private <T> @Nullable T inTurn(Supplier<T> act) {
        turn.lock();
        try {
            return transaction.execute(status -> {
                sets.lock();
                return act.get();
            });
        } finally {
            turn.unlock();
        }
    }

    private SenderMustCorrect unconfirmed(Row row, Word word) {
        refused(row, ChangeProblem.NOT_CONFIRMED, word);
        return new SenderMustCorrect(ChangeProblem.NOT_CONFIRMED, Location.WHOLE, row.id());
    }

    private static SenderMustCorrect gone(long id) {
        return new SenderMustCorrect(ChangeProblem.NO_LONGER_PENDING, Location.WHOLE, id);
    }

    private Word word(String person, String reason) {
        String stripped = reason.strip();
        if (stripped.isEmpty()) {
            throw new SenderMustCorrect(ChangeProblem.REASON_MISSING, Location.WHOLE);
        }
        if (person.isBlank()) {
            throw new IllegalArgumentException("nobody is signed in");
        }
        return new Word(
                person.strip(),
                clock.instant(),
                stripped.length() > LONGEST_REASON ? stripped.substring(0, LONGEST_REASON) : stripped);
    }

    /** What came of it, with the transaction that does it: what is rolled back never happened. */
    private void note(Row row, @Nullable String person, String outcome, @Nullable String reason) {
        audit.writeAtCommit(event(row, person == null ? Actor.GATEWAY : Actor.person(person), outcome, reason));
    }

    /** At once: the transaction is rolled back, but it was tried. */
    private void refused(Row row, ChangeProblem problem, Word word) {
        audit.write(event(
                row, Actor.person(word.person()), "refused: " + problem.text().code(), word.reason()));
    }

    private AuditEvent event(Row row, Actor actor, String outcome, @Nullable String reason) {
        List<String> names = sets.names(row.id());
        return new AuditEvent(
                AuditKind.AGREEMENT,
                actor,
                null,
                names.size() == 1 ? names.get(0) : null,
                row.party() + ": " + (names.isEmpty() ? "-" : String.join(", ", names)),
                outcome,
                reason);
    }
}
