package org.anze.gateway.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The audit log in PostgreSQL. Safe for several threads and for several processes on one database: writers take turns at
 * the row of the head.
 */
public final class AuditLog {

    private static final String COLUMNS =
            "number, at, kind, party, person, purpose, agreement, subject, outcome, reason, hash";

    private static final int PAGE = 1000;

    /** One writes and one fetches its connection meanwhile; more would only wait at the head's row, a connection each. */
    private static final int WRITERS = 2;

    /** As long as the pool lets anybody wait for a connection. */
    private static final long LONGEST_TURN_SECONDS = 10;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Suite suite;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(WRITERS, true);

    /** @param suite the ledger's, for the hashes of the chain */
    public AuditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Suite suite, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // Of its own: an act that is rolled back was tried all the same, and the chain's head is held for moments only.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.suite = suite;
        this.clock = clock;
    }

    /**
     * Writes an event; durable on return. However many write at a time, they hold two connections at most.
     *
     * @return its number
     * @throws CannotCreateTransactionException when those before it take too long, as when there is no connection
     */
    public long write(AuditEvent event) {
        return write(List.of(event));
    }

    /**
     * The same for events that belong together: all or none, one after the other.
     *
     * @param events at least one
     * @return the number of the last
     */
    public long write(List<AuditEvent> events) {
        takeTurn();
        try {
            Long number = transaction.execute(
                    status -> events.stream().mapToLong(this::append).max().orElseThrow());
            if (number == null) {
                throw new IllegalStateException("the audit event got no number");
            }
            return number;
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(LONGEST_TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new CannotCreateTransactionException(
                        "too many wait to write audit events for " + LONGEST_TURN_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotCreateTransactionException("interrupted before the audit event was written", e);
        }
    }

    /**
     * Writes an event with the caller's transaction: it becomes durable when that commits, and never when it is rolled back.
     * For what came of an act; that it was tried belongs into {@link #write}, before. Without a transaction it is durable on
     * return. The head of the chain is held
     * while the transaction commits and no longer.
     */
    public void writeAtCommit(AuditEvent event) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            write(event);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                append(event);
            }
        });
    }

    private long append(AuditEvent event) {
        Head head = jdbc.sql("select number, hash from audit_head for update")
                .query((row, at) -> new Head(row.getLong(1), row.getBytes(2)))
                .single();
        long number = head.number() + 1;
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] hash = hash(head.hash(), number, at, event);
        jdbc.sql("insert into audit_event (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        number,
                        OffsetDateTime.ofInstant(at, ZoneOffset.UTC),
                        event.kind().name(),
                        event.actor().party(),
                        event.actor().person(),
                        event.purpose(),
                        event.agreement(),
                        event.subject(),
                        event.outcome(),
                        event.reason(),
                        hash)
                .update();
        jdbc.sql("update audit_head set number = ?, hash = ?")
                .params(number, hash)
                .update();
        return number;
    }

    /** At most {@code limit} entries (1000 at most), the oldest first, newer than {@code after} (exclusive). */
    public List<AuditEntry> after(long after, int limit) {
        return jdbc.sql("select " + COLUMNS + " from audit_event where number > ? order by number limit ?")
                .params(after, Math.min(limit, PAGE))
                .query((row, at) -> entry(row))
                .list();
    }

    /** As {@link #firstFlaw(Collection)}, with nothing to compare it with: an end that was cut off with its head does not show. */
    public OptionalLong firstFlaw() {
        return firstFlaw(List.of());
    }

    /**
     * Derives the whole chain again. Reads all events; for an hour without traffic or a copy of the database.
     *
     * @param anchors what was signed about the log before this is called
     * @return the number of the first entry that is wrong or missing, or of the last one before an anchor that says otherwise;
     *     empty when the log is whole up to its head and fits the anchors
     */
    public OptionalLong firstFlaw(Collection<Checkpoint> anchors) {
        Map<Long, byte[]> roots = new HashMap<>();
        long reached = 0;
        for (Checkpoint anchor : anchors) {
            byte[] other = roots.put(anchor.size(), anchor.root());
            if (other != null && !Arrays.equals(other, anchor.root())) {
                return OptionalLong.of(anchor.size());
            }
            reached = Math.max(reached, anchor.size());
        }
        // First: what is appended while the events are read is for the next check.
        Head stored = storedHead();
        Head head = new Head(0, new byte[Suite.HASH_LENGTH]);
        TreeFrontier tree = TreeFrontier.empty(suite);
        List<AuditEntry> page = after(0, PAGE);
        while (head.number() < stored.number() && !page.isEmpty()) {
            for (AuditEntry entry : page) {
                if (head.number() == stored.number()) {
                    break;
                }
                long expected = head.number() + 1;
                byte[] hash = hash(head.hash(), expected, entry.at(), entry.event());
                if (entry.number() != expected || !Arrays.equals(hash, entry.hash())) {
                    return OptionalLong.of(expected);
                }
                tree.append(List.of(TreeHasher.leaf(suite, hash)));
                byte[] root = roots.get(expected);
                if (root != null && !Arrays.equals(root, tree.root())) {
                    return OptionalLong.of(expected);
                }
                head = new Head(expected, hash);
            }
            page = after(head.number(), PAGE);
        }
        boolean whole = stored.number() == head.number()
                && Arrays.equals(stored.hash(), head.hash())
                && reached <= head.number()
                && !goesOnBehindItsHead();
        return whole ? OptionalLong.empty() : OptionalLong.of(head.number() + 1);
    }

    /** How many events there are. */
    public long size() {
        return storedHead().number();
    }

    private Head storedHead() {
        return jdbc.sql("select number, hash from audit_head")
                .query((row, at) -> new Head(row.getLong(1), row.getBytes(2)))
                .single();
    }

    /** One statement, so that it sees events and head as one writer left them. */
    private boolean goesOnBehindItsHead() {
        return jdbc.sql("select exists (select 1 from audit_event where number > (select number from audit_head))")
                .query(Boolean.class)
                .single();
    }

    /** H(hash before ‖ canonical JSON of the event with its number and time). */
    private byte[] hash(byte[] before, long number, Instant at, AuditEvent event) {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("number", number);
        content.put("at", at.toEpochMilli());
        content.put("kind", event.kind().name());
        content.put("party", event.actor().party());
        content.put("person", event.actor().person());
        content.put("purpose", event.purpose());
        content.put("agreement", event.agreement());
        content.put("subject", event.subject());
        content.put("outcome", event.outcome());
        content.put("reason", event.reason());
        return suite.hash(before, CanonicalJson.write(content));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                new AuditEvent(
                        AuditKind.valueOf(row.getString(3)),
                        new Actor(row.getString(4), row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)),
                row.getBytes(11));
    }

    private record Head(long number, byte[] hash) {}
}
