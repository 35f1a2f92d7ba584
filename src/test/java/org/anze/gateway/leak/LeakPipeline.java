package org.anze.gateway.leak;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.PseudonymKeys;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.feed.CourierLine;
import org.anze.gateway.feed.FeedDispatcher;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.BatchLine;
import org.anze.gateway.intake.OneByOne;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionDesk;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.batch.AppendToLedger;
import org.anze.gateway.intake.batch.CanonicalBatch;
import org.anze.gateway.intake.batch.Check;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.Normalise;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.batch.Seal;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.ledger.LedgerEvents;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Leases;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.statistics.StatisticsDesk;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Validator;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way from a submission's bytes to parcels and answers, put together by the product's own configurations over a store of
 * its own; only channels and route files are not there. What the rules refuse can be let through, because no set of rules
 * accepts a record of nothing but canaries.
 */
final class LeakPipeline implements AutoCloseable {

    static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    static final Scope SCOPE = new Scope("140212", "03", "insurer-jia");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final List<String> CONFIGURATIONS = List.of(
            "org.anze.gateway.nodes.NodesConfiguration",
            "org.anze.gateway.intake.IntakeConfiguration",
            "org.anze.gateway.intake.RejectsConfiguration",
            "org.anze.gateway.feed.FeedConfiguration",
            "org.anze.gateway.query.QueryConfiguration",
            "org.anze.gateway.query.statistics.StatisticsConfiguration");

    private final DataSource pool = TestStores.freshSchema();
    private final AtomicBoolean lenient = new AtomicBoolean();
    private final AtomicReference<Parties> parties = new AtomicReference<>(Parties.of(List.of()));
    private final AtomicReference<Agreements> agreements = new AtomicReference<>();
    /** What is wrong with a record of the test itself; the intake would try for ever. */
    private final AtomicReference<IllegalStateException> failure = new AtomicReference<>();

    private final Map<String, List<Parcel>> delivered = new ConcurrentHashMap<>();
    private final Path folder;
    private final AnnotationConfigApplicationContext context;

    /** @param folder keys and the folders of parties are put there */
    LeakPipeline(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("keys"));
        CodeTables codes = CodeTables.load(Path.of("codes"));
        Validator validator = new Validator(DEFINITIONS, Profiles.load(Path.of("jurisdictions")), codes);
        Mappings mappings = Mappings.load(Path.of("mappings"), DEFINITIONS, codes);
        DataKeys keys = new SampleKeyDesk(pool, folder.resolve("keys"), Instant.now()).keys();
        context = new AnnotationConfigApplicationContext();
        context.registerBean(Parts.class, () -> new Parts(this, validator, mappings, keys));
        try {
            for (String configuration : CONFIGURATIONS) {
                context.register(Class.forName(configuration));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a configuration has moved", e);
        }
        context.refresh();
        Leases leases = context.getBean(Leases.class);
        leases.start();
        Lease processing = context.getBean("ledgerLease", Lease.class);
        Awaitility.await().atMost(PATIENCE).until(processing::isHeld);
    }

    /** What the configurations want. Not annotated, so that no scan finds it. */
    static final class Parts {
        private final LeakPipeline of;
        private final Validator validator;
        private final Mappings mappings;
        private final DataKeys keys;

        Parts(LeakPipeline of, Validator validator, Mappings mappings, DataKeys keys) {
            this.of = of;
            this.validator = validator;
            this.mappings = mappings;
            this.keys = keys;
        }

        @Bean(destroyMethod = "")
        DataSource dataSource() {
            return of.pool;
        }

        @Bean(destroyMethod = "")
        MeterRegistry meters() {
            return Metrics.globalRegistry;
        }

        @Bean
        JdbcClient jdbc() {
            return JdbcClient.create(of.pool);
        }

        @Bean
        PlatformTransactionManager transactionManager() {
            return new JdbcTransactionManager(of.pool);
        }

        @Bean
        TransactionTemplate transactions(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }

        @Bean
        DataKeys keys() {
            return keys;
        }

        @Bean
        UnitCipher cipher() {
            return new UnitCipher(keys);
        }

        @Bean
        Signer signer() {
            return GATEWAY.signer();
        }

        @Bean
        SealCertificate certificate() {
            return GATEWAY.certificate();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        RecordDefinitions definitions() {
            return DEFINITIONS;
        }

        @Bean
        Supplier<Validator> validator() {
            return () -> validator;
        }

        @Bean
        Supplier<Mappings> mappings() {
            return () -> mappings;
        }

        @Bean
        Supplier<Parties> parties() {
            return of.parties::get;
        }

        @Bean
        Supplier<Agreements> agreements() {
            return of.agreements::get;
        }

        @Bean
        LedgerReader reader(JdbcClient jdbc, UnitCipher cipher) {
            return new LedgerReader(jdbc, Suite.SM, cipher);
        }

        @Bean
        RecordSealer sealer(UnitCipher cipher) {
            return new RecordSealer(Suite.SM, cipher);
        }

        @Bean
        LedgerReferences references(JdbcClient jdbc, LedgerReader reader) {
            return new LedgerReferences(jdbc, reader, DEFINITIONS);
        }

        @Bean
        ParkedRecords parked(JdbcClient jdbc, UnitCipher cipher) {
            return new ParkedRecords(jdbc, cipher, DEFINITIONS);
        }

        @Bean
        LedgerWriter writer(LedgerReader reader, ObjectProvider<LedgerEvents> listeners) {
            LedgerTransaction transaction = new LedgerTransaction(
                    of.pool,
                    GATEWAY.signer(),
                    SampleSeals.LEDGER,
                    new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
            LedgerEvents events = (entries, checkpoint) -> tell(reader, listeners, entries, checkpoint);
            return new LedgerWriter(transaction, events, Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC), 16);
        }

        private static void tell(
                LedgerReader reader,
                ObjectProvider<LedgerEvents> listeners,
                List<SealedRecord> entries,
                SignedCheckpoint checkpoint) {
            reader.appended(entries, checkpoint);
            listeners.stream()
                    .filter(listener -> listener != reader)
                    .forEach(listener -> listener.appended(entries, checkpoint));
        }

        @Bean
        OriginStore origins(JdbcClient jdbc) {
            return new OriginStore(jdbc, Suite.SM, keys);
        }

        @Bean
        OriginSignatures signatures() {
            return SampleOrigins.nobody();
        }

        @Bean
        PseudonymKeys pseudonymKeys() {
            return purpose -> new byte[32];
        }

        @Bean
        AuditLog audit(JdbcClient jdbc, PlatformTransactionManager manager) {
            return new AuditLog(jdbc, manager, Suite.SM, Clock.systemUTC());
        }

        @Bean
        Envelopes envelopes() {
            return new Envelopes(GATEWAY.signer(), GATEWAY.certificate(), of.folder, Clock.systemUTC());
        }

        @Bean
        CourierLine couriers() {
            return (recipient, parcel) -> {
                of.delivered
                        .computeIfAbsent(recipient.id(), id -> new CopyOnWriteArrayList<>())
                        .add(parcel);
                return new Settlement.Acknowledged();
            };
        }

        @Bean
        CheckpointEvidence evidence(LedgerReader reader) {
            return new CheckpointEvidence() {
                @Override
                public Evidence of(long size) {
                    return new Evidence(reader.newest().orElseThrow(), null, List.of());
                }

                @Override
                public Optional<Evidence> lastCosigned() {
                    return Optional.empty();
                }
            };
        }

        @Bean
        BatchLine line(Normalise normalise, Check check, Seal seal, AppendToLedger append) {
            return new OneByOne() {
                @Override
                public CompletableFuture<Appended> exchange(RawBatch batch) {
                    try {
                        return append.apply(List.of(
                                        seal.apply(List.of(check(batch))).get(0)))
                                .get(0);
                    } catch (IllegalStateException e) {
                        of.failure.set(e);
                        throw e;
                    }
                }

                @Override
                public CheckedBatch check(RawBatch batch) {
                    CanonicalBatch canonical = normalise.apply(List.of(batch)).get(0);
                    CheckedBatch checked = check.apply(List.of(canonical)).get(0);
                    return of.lenient.get() ? letThrough(canonical, checked) : checked;
                }
            };
        }

        private static CheckedBatch letThrough(CanonicalBatch canonical, CheckedBatch checked) {
            List<CheckedBatch.Accepted> accepted = new ArrayList<>();
            for (List<Normalised> parts : canonical.records()) {
                for (int part = 0; part < parts.size(); part++) {
                    CanonicalRecord record = parts.get(part).record();
                    if (record == null) {
                        throw new IllegalStateException(
                                "no record at all: " + parts.get(part).findings());
                    }
                    accepted.add(new CheckedBatch.Accepted(new ValidRecord(record, SCOPE, List.of()), part));
                }
            }
            return new CheckedBatch(checked.raw(), accepted, List.of(), List.of(), checked.skipped(), checked.basis());
        }
    }

    DataSource pool() {
        return pool;
    }

    Path folder() {
        return folder;
    }

    LedgerReader reader() {
        return context.getBean(LedgerReader.class);
    }

    QueryDesk queries() {
        return context.getBean(QueryDesk.class);
    }

    StatisticsDesk statistics() {
        return context.getBean(StatisticsDesk.class);
    }

    SubmissionDesk desk() {
        return context.getBean(SubmissionDesk.class);
    }

    Rejects rejects() {
        return context.getBean(Rejects.class);
    }

    AuditLog audit() {
        return context.getBean(AuditLog.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** Who takes part and what they are given, from now on. */
    void follow(Parties now, Agreements given) {
        parties.set(now);
        agreements.set(given);
        context.getBean(FeedDispatcher.class).follow(now);
    }

    /**
     * Sends lines of canonical JSON and waits for the end.
     *
     * @param letThrough whether records go to the ledger that the rules refuse
     */
    SubmissionStatus send(Party sender, String messageId, String mapping, String lines, boolean letThrough) {
        lenient.set(letThrough);
        Arrival arrival = new Arrival(sender, Arrival.Channel.REST, messageId, null, mapping, false);
        SubmissionStatus status =
                desk().receive(arrival, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        Awaitility.await(messageId)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (failure.get() != null) {
                        throw failure.get();
                    }
                })
                .until(() -> desk().await(status.id(), Duration.ZERO).state().isFinal());
        return desk().await(status.id(), PATIENCE);
    }

    /** Waits until these recipients have everything that the ledger has for them. */
    List<Parcel> await(String recipient) {
        Awaitility.await(recipient)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc().sql("select count(*) from feed_cursor c where recipient = ? and next_entry = ?"
                                + " and not exists (select 1 from parcel p where p.recipient = c.recipient"
                                + " and p.settled_at is null)")
                        .params(recipient, reader().size())
                        .query(Long.class)
                        .single()
                        .equals(1L));
        return delivered.getOrDefault(recipient, List.of());
    }

    @Override
    public void close() {
        follow(Parties.of(List.of()), agreements.get());
        context.close();
    }
}
