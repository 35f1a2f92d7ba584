package org.anze.gateway.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.MemoryVolumes;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.access.SampleAgreement;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A ledger with the query side over it, and parties whose agreements a test writes. People and units are invented. */
public final class QueryFixture {

    /** Datong city. */
    public static final String CITY = "city-datong";
    /** Licence system. */
    public static final String LICENCE = "licence-shanxi";
    /** Human-resources bureau: single cases. */
    public static final String BUREAU = "bureau-datong";
    /** Finance department: figures only. */
    public static final String FINANCE = "finance-shanxi";

    public static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final int PLACES = 4;
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);

    public final JdbcClient jdbc;
    public final LedgerReader reader;
    public final AuditedQueries queries;
    public final QueryDesk desk;
    public final DataSource pool;
    private final AuditLog audit;
    public final DataSourceTransactionManager transactions;
    private final Path folder;
    private final RecordSealer sealer;
    public final SampleKeys keys = SampleKeys.inMemory();
    private final LedgerTransaction ledger;
    private SubmissionRef sent = SampleEntries.SENT;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T02:00:00Z"));
    private Agreements agreements;
    private Parties parties;
    private long submissions;
    private long ordinals;

    public QueryFixture(Path folder) throws IOException {
        this.folder = folder;
        this.pool = TestStores.freshSchema();
        this.jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(keys);
        this.sealer = new RecordSealer(Suite.SM, cipher);
        this.reader = new LedgerReader(jdbc, Suite.SM, cipher);
        this.ledger = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        this.transactions = new DataSourceTransactionManager(pool);
        this.audit = new AuditLog(jdbc, transactions, Suite.SM, clock);
        QuerySettings settings = settings(Duration.ofSeconds(5));
        this.queries = queries(Duration.ofSeconds(5));
        this.desk = new LedgerQueries(
                queries,
                new RecordIndex(jdbc),
                reader,
                new LedgerFacts(reader, DEFINITIONS),
                new RecordViews(DEFINITIONS, new Discloser(purpose -> new byte[32])),
                new VolumeLimits(new MemoryVolumes()),
                () -> agreements,
                new PageTokens(QueryConfiguration.secret(jdbc), settings.tokenValidity(), clock),
                new LedgerProofs(
                        reader,
                        size -> new CheckpointEvidence.Evidence(reader.newest().orElseThrow(), null, List.of()),
                        GATEWAY.signer(),
                        GATEWAY.certificate()),
                settings,
                clock);
        party(CITY, "CTY", "大同市平台", "91140105MAWX00152L");
        party(LICENCE, "LIC", "许可评级系统", "91140105MAWX00151M");
        party(BUREAU, "HRS", "大同市人社局", "91140105MAWX00150N");
        party(FINANCE, "FIN", "省财政厅", "91140105MAWX00149P");
        reload();
    }

    /** The same with another limit of time. */
    public AuditedQueries queries(Duration longest) {
        return queries(longest, new SharedPlaces(PLACES, Duration.ZERO));
    }

    /** The same with a limit over all parties. */
    public AuditedQueries queries(Duration longest, SharedPlaces together) {
        return new AuditedQueries(jdbc, transactions, audit, settings(longest), () -> agreements, together);
    }

    private static QuerySettings settings(Duration longest) {
        return new QuerySettings(100, 500, 5000, longest, Duration.ofMinutes(15), 2, PLACES, Duration.ZERO, 100_000);
    }

    /** The authority of the gateway's seal, in PEM. */
    public static String anchor() {
        return GATEWAY.authority().certificate().pem();
    }

    /** A clock that a test may set. */
    public Clock clock() {
        return clock;
    }

    public void pass(Duration time) {
        clock.pass(time);
    }

    private void party(String id, String type, String name, String uscc) throws IOException {
        Files.createDirectories(folder.resolve(id).resolve("agreements"));
        Files.writeString(folder.resolve(id).resolve("party.yaml"), """
                id: %s
                type: %s
                name: {zh: %s, en: %s}
                uscc: %s
                delivery: {channel: PULL}
                """.formatted(id, type, name, id, uscc));
    }

    /** Writes the agreement of a party: its own keys and its records, indented by two blanks. */
    public void agree(String recipient, String purpose, String regions, String more, String records)
            throws IOException {
        agree(recipient, 1, purpose, regions, more, records);
    }

    /** The same in a later version. */
    public void agree(String recipient, int version, String purpose, String regions, String more, String records)
            throws IOException {
        Files.writeString(
                agreement(recipient),
                new SampleAgreement("tried", version, recipient, purpose, "2026-01-01", more, regions, records).text());
        reload();
    }

    /** Over the records of some insurers only. */
    public void agreeOver(List<String> insurers, String recipient, String purpose, String records) throws IOException {
        for (String insurer : insurers) {
            party(insurer, "INS", "某财产保险公司", "91140105MAWX0014" + insurers.indexOf(insurer) + "Q");
        }
        Files.writeString(
                agreement(recipient),
                new SampleAgreement("tried", 1, recipient, purpose, "2026-01-01", "", "everywhere", records)
                        .text()
                        .replace("insurers: all", "insurers: " + insurers));
        reload();
    }

    private Path agreement(String recipient) {
        return folder.resolve(recipient).resolve("agreements/tried.yaml");
    }

    /** Its file can no longer be read. */
    public void breakAgreement(String recipient) throws IOException {
        Files.writeString(agreement(recipient), "nonsense");
        agreements = Agreements.load(folder, DEFINITIONS, parties);
    }

    private void reload() throws IOException {
        parties = Parties.load(folder);
        agreements = Agreements.load(folder, DEFINITIONS, parties);
        if (!agreements.broken().isEmpty()) {
            throw new IllegalStateException(agreements.broken().toString());
        }
    }

    public Parties parties() {
        return parties;
    }

    public Agreements agreements() {
        return agreements;
    }

    public Asker asker(String party, @Nullable String person, Purpose purpose) {
        return new Asker(parties.find(party).orElseThrow(), "TLS_CERTIFICATE 01", person, purpose);
    }

    /** Appends one version; the values are fields one after the other with their values. */
    public void put(RecordType type, long version, Operation operation, String region, String sector, Object... values)
            throws SQLException {
        append(List.of(record(type, version, operation, region, sector, values)));
    }

    /** A record, not yet appended. */
    public PreparedRecord record(
            RecordType type, long version, Operation operation, String region, String sector, Object... values) {
        return record(new Scope(region, sector, SampleEntries.PROVIDER), type, version, operation, values);
    }

    /** The same of any insurer. */
    public PreparedRecord record(Scope scope, RecordType type, long version, Operation operation, Object... values) {
        CanonicalRecord.Builder builder = CanonicalRecord.of(
                        DEFINITIONS.of(type),
                        scope,
                        UnreadRecord.at(ordinals++, Location.ofLine(2)),
                        field -> Location.ofLine(2))
                .version(version)
                .operation(operation);
        for (int i = 0; i < values.length; i += 2) {
            builder.set((String) values[i], values[i + 1]);
        }
        return sealer.prepare(sent, new ValidRecord(builder.build(), scope, List.of()), 0);
    }

    /** What was sealed so far cannot be read any more; what is from now on was received a month later. */
    public void destroyKeys() {
        keys.destroy(SampleEntries.PROVIDER, sent.receivedAt());
        jdbc.sql("insert into data_key (party, month, generation, cipher, master, created_at, destroyed_at)"
                        + " values (?, '2026-11-01', 1, 'SM4_GCM', 'sample', now(), now())")
                .param(SampleEntries.PROVIDER)
                .update();
        sent = new SubmissionRef(
                sent.seq(),
                sent.id(),
                sent.party(),
                sent.messageId(),
                sent.rawDigest(),
                sent.salt(),
                sent.receivedAt().plus(Duration.ofDays(31)));
    }

    /** Takes the content of the first entries out, as when their month is archived. */
    public void archive(long entries) {
        jdbc.sql("update ledger_entry set units = '' where idx < ?")
                .param(entries)
                .update();
        jdbc.sql("insert into archive_bundle (month, from_entry, to_entry, submissions, last_submission, file, bytes,"
                        + " digest, keep_until, made_by, made_at, taken_out_at)"
                        + " values ('2026-10-01', 0, ?, 1, 1, 'sample', 1, '', '2099-01-01', 'sample', now(), now())")
                .param(entries)
                .update();
    }

    /** A reader that remembers nothing of what was appended. */
    public LedgerReader cold() {
        return new LedgerReader(jdbc, Suite.SM, new UnitCipher(keys));
    }

    /** Appends records in one commit. */
    public void append(List<PreparedRecord> records) throws SQLException {
        appendFrom(SampleEntries.PROVIDER, records);
    }

    /** The same of any sender. */
    public void appendFrom(String provider, List<PreparedRecord> records) throws SQLException {
        long seq = ++submissions;
        jdbc.sql("insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state,"
                        + " received_at) values (?, ?, ?, ?, 'REST', 'policies', '', 1, 'RECEIVED', now())")
                .params(seq, "S" + seq, provider, "M" + seq)
                .update();
        SubmissionRef submission =
                new SubmissionRef(seq, "S" + seq, provider, "M" + seq, new byte[32], new byte[32], SampleSeals.NOW);
        Append batch = new Append(submission, 0, records.size(), records, List.of(), true, null);
        SampleEntries.append(ledger, reader, batch, clock.instant());
    }

    /** The newest audit event. */
    public AuditEntry lastAudit() {
        return audit.after(audit.size() - 1, 1).get(0);
    }

    /** What was written since. */
    List<AuditEntry> auditedAfter(long number) {
        return audit.after(number, 1000);
    }

    long audited() {
        return audit.size();
    }
}
