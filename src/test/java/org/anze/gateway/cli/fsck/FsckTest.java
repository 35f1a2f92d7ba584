package org.anze.gateway.cli.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AnchorFile;
import org.anze.gateway.audit.AuditAnchors;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.feed.ParcelPlace;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.ledger.LedgerOfSamples;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.tree.MultiProof;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import picocli.CommandLine;

/** Each kind of damage is made in a transaction that is never committed, and must be found and named. */
class FsckTest {

    private static final int ENTRIES = 300;
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static DataSource pool;
    private static SampleKeyDesk keys;
    private static Path anchors;

    @TempDir
    static Path master;

    @TempDir
    Path folder;

    private static LedgerOfSamples ledger;

    @BeforeAll
    static void growALedger() throws Exception {
        pool = TestStores.freshSchema();
        keys = new SampleKeyDesk(pool, master, SampleSeals.NOW);
        ledger = new LedgerOfSamples(pool, 0, keys.keys());
        for (int from = 0; from < ENTRIES; from += 100) {
            int first = from;
            ledger.append(
                    IntStream.range(first, first + 100).mapToObj(i -> "P" + i).toArray(String[]::new));
        }
        JdbcClient jdbc = JdbcClient.create(pool);
        // The samples bind their entries to these.
        jdbc.sql(
                        "update submission set digest = decode(repeat('00', 32), 'hex'), salt = decode(repeat('00', 32), 'hex')")
                .update();
        AuditLog audit = new AuditLog(jdbc, new DataSourceTransactionManager(pool), Suite.SM, Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            audit.write(
                    new AuditEvent(AuditKind.values()[0], Actor.GATEWAY, null, null, "policy P" + i, "PERMIT", null));
        }
        anchors = master.resolve("anchors");
        new AuditAnchors(jdbc, audit, GATEWAY.signer(), new AnchorFile(anchors), Clock.systemUTC()).anchor();
        parcel(jdbc, ledger, 1, 5, 7);
        parcel(jdbc, ledger, 2, 256, 299);
        jdbc.sql("insert into feed_cursor (recipient, next_entry, next_number, started_at, updated_at)"
                        + " values ('prv-14', 300, 3, now(), now())")
                .update();
    }

    private static void parcel(JdbcClient jdbc, LedgerOfSamples ledger, long number, long... entries) throws Exception {
        jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals, records,"
                        + " agreements, document, prepared_at) values (?, ?, 'SETTLED', 0, 0, ?, '{}', ?, '[]', ?, ?)")
                .params(
                        "prv-14",
                        number,
                        Arrays.stream(entries).boxed().toArray(Long[]::new),
                        entries.length,
                        document(ledger, number, ENTRIES, entries),
                        OffsetDateTime.ofInstant(SampleSeals.NOW, ZoneOffset.UTC))
                .update();
    }

    private static byte[] document(LedgerOfSamples ledger, long number, long size, long... entries) throws Exception {
        SignedCheckpoint checkpoint = ledger.reader().checkpointOf(size);
        ParcelWriter writer =
                new ParcelWriter(new ParcelHead(SampleSeals.LEDGER, "prv-14", number, SampleSeals.NOW), checkpoint);
        List<Long> indexes = new ArrayList<>();
        for (long entry : entries) {
            indexes.add(entry);
        }
        for (SealedRecord record : ledger.reader().read(indexes)) {
            EntryHeader header = EntryHeader.parse(record.header());
            List<String> names = UnitCatalogue.builtIn()
                    .units(header.recordType(), header.schemaVersion())
                    .orElseThrow();
            List<DisclosedUnit> units = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                units.add(
                        new DisclosedUnit.Withheld(names.get(i), record.units().hash(i)));
            }
            writer.entry(header, units);
        }
        writer.inclusion(MultiProof.create(Suite.SM, ledger.reader().tree(), entries, size));
        return keys.keys()
                .close(
                        "prv-14",
                        SampleSeals.NOW,
                        writer.sign(GATEWAY.signer(), GATEWAY.certificate()),
                        ParcelPlace.document("prv-14", number));
    }

    private static Findings after(String... damage) throws Exception {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        try (Snapshot snapshot = new Snapshot(connection)) {
            try (Statement statement = connection.createStatement()) {
                for (String each : damage) {
                    statement.execute(each);
                }
            }
            Findings findings = new Findings();
            SealVerifierKey key = new SealVerifierKey(
                    GATEWAY.certificate().name(), GATEWAY.certificate().publicKey());
            assertThat(FsckCommand.derive(snapshot, List.of(key), new AnchorFile(anchors).read(), findings))
                    .isBetween(0L, (long) ENTRIES);
            new ReceivedCheck(snapshot, GATEWAY.trust(), findings).run();
            new ContentCheck(snapshot, keys.keys(), findings).run();
            new ParcelCheck(snapshot, UnitCatalogue.builtIn(), GATEWAY.trust(), keys.keys(), findings).run();
            return findings;
        }
    }

    @Test
    void findsNothingInAWholeLedger() throws Exception {
        assertThat(after().counts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            STATE_MISSING              | delete from ledger_state                                                                      | 300
            STATE_WRONG                | update ledger_state set frontier = set_byte(frontier, 20, 1 # get_byte(frontier, 20))         | size 300
            STATE_WRONG                | update ledger_state set size = 299                                                            | size 299
            ENTRY_MISSING              | delete from ledger_entry where idx = 100                                                      | #100
            ENTRY_MISSING              | delete from ledger_entry where idx between 100 and 120                                        | #100 – #120
            ENTRY_MALFORMED            | update ledger_entry set header = set_byte(header, 0, 32) where idx = 5                        | #5 NOT_CANONICAL
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set provider = 'insurer-yi' where idx = 5                                 | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set received_at = received_at + interval '1 day' where idx = 5            | #5
            LEAF_WRONG                 | update ledger_entry set leaf_hash = sha256(leaf_hash) where idx = 5                           | #5
            UNITS_WRONG                | update ledger_entry set unit_hashes = set_byte(unit_hashes, 9, 1 # get_byte(unit_hashes, 9)) where idx = 5 | #5
            UNITS_WRONG                | update ledger_entry set unit_hashes = substr(unit_hashes, 33) where idx = 5                   | #5
            SUBMISSION_DIFFERS         | update submission set salt = sha256(salt) where seq = 1                                       | #0
            SUBMISSION_DIFFERS         | update submission set digest = sha256(digest) where seq = 2                                   | #100
            TILE_WRONG                 | update ledger_tile set hash = sha256(hash)                                                    | level 8 #0
            TILE_MISSING               | delete from ledger_tile                                                                       | level 8 #0
            TILE_SURPLUS               | insert into ledger_tile (level, idx, hash) values (8, 1, '')                                  | level 8 #1
            CHECKPOINT_MALFORMED       | update checkpoint set note = concat(note, 'x') where size = 100                               | size 100
            CHECKPOINT_SIGNATURE_WRONG | update checkpoint set note = replace(note, 'time 20', 'time 19') where size = 200             | size 200
            CHECKPOINT_ROOT_WRONG      | update ledger_entry set header = convert_to(replace(convert_from(header, 'UTF8'), '"submission":"S1"', '"submission":"S2"'), 'UTF8') where idx = 5 | size 100
            CHECKPOINT_BEYOND          | delete from ledger_entry where idx >= 299                                                     | size 300
            UNITS_GONE                 | update ledger_entry set units = '' where idx = 5                                              | #5
            KEY_MISSING                | delete from record_key where entry = 5                                                        | #5
            KEY_MISSING                | update record_key set entry = 6 where entry = 5                                               | #5
            KEY_SURPLUS                | insert into record_key select 'P999', record_type, provider, version, 999, digest from record_key where entry = 5 | #999
            HEAD_WRONG                 | update record_head set version = version + 1 where entry = 5                                  | #5
            HEAD_WRONG                 | delete from record_head where entry = 5                                                       | #5
            LATE_WRONG                 | update ledger_entry set late = true where idx = 5                                             | #5
            COUNT_WRONG                | update submission set accepted = accepted + 1, received = received + 1 where seq = 2          | S2
            COUNT_WRONG                | update submission set last_entry = 5 where seq = 2                                            | S2
            STATE_WRONG                | update ledger_state set checkpoint = (select note from checkpoint where size = 200)           | size 300
            STATE_WRONG                | delete from checkpoint where size = 300                                                       | size 300
            CHECKPOINT_MALFORMED       | insert into checkpoint select 150, note, created_at from checkpoint where size = 200          | size 150
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set record_type = 2 where idx = 5                                         | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set record_type = 99 where idx = 5                                        | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set risk_region = '140100' where idx = 5                                  | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set sector = null where idx = 5                                           | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set insurer = 'insurer-yi' where idx = 5                                  | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set operation = 'VOID' where idx = 5                                      | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set version = 9 where idx = 5                                             | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_entry set business_key = 'P6X' where idx = 5                                    | #5
            ENTRY_COLUMNS_DIFFER       | update ledger_state set origin = 'example.org/other'                                          | #0
            KEY_MISSING                | update ledger_entry set business_key = 'P6X' where idx = 5                                    | #5
            KEY_MISSING                | update ledger_entry set version = 9 where idx = 5                                             | #5
            HEAD_WRONG                 | update record_head set operation = 'CANCEL' where entry = 5                                   | #5
            HEAD_WRONG                 | insert into record_head values ('P999', 1, 'insurer-jia', 1, 999, 'NEW')                      | #999
            SUBMISSION_DIFFERS         | delete from submission where seq = 3                                                          | #200
            SUBMISSION_DIFFERS         | update submission set id = 'S9' where seq = 3                                                 | #200
            SUBMISSION_DIFFERS         | insert into origin_evidence (submission, kind, algorithm, commitment, signer, certificate, verified_at, evidence) values (1, 'cms', 'x', sha256(''), sha256(''), '', now(), '') | #0
            COUNT_WRONG                | update submission set parked = 1, received = received + 1 where seq = 2                       | S2
            UNITS_DAMAGED              | update ledger_entry set units = set_byte(units, 40, 1 # get_byte(units, 40)) where idx = 5    | #5
            UNITS_DAMAGED              | update ledger_entry set units = (select units from ledger_entry where idx = 6) where idx = 5  | #5
            UNITS_DAMAGED              | update ledger_entry set units = set_byte(units, 0, 120) where idx = 5                         | #5
            UNITS_DAMAGED              | update ledger_entry set units = substr(units, 1, 90) where idx = 5                            | #5
            RAW_GONE                   | delete from raw_chunk where submission = 2                                                    | S2
            RAW_GONE                   | update raw_chunk set number = 1 where submission = 2                                          | S2
            RECEIPT_WRONG              | update submission set receipt = null where seq = 2                                            | S2
            RECEIPT_WRONG              | update submission set receipt = set_byte(receipt, 90, 1 # get_byte(receipt, 90)) where seq = 2 | S2
            RECEIPT_WRONG              | update submission set receipt = (select receipt from submission where seq = 1) where seq = 2  | S2
            RECEIPT_WRONG              | update submission set supplement = receipt where seq = 2                                      | S2
            RECEIPT_WRONG              | update submission set rejected = rejected + 1, received = received + 1 where seq = 2          | S2
            AUDIT_BROKEN               | update audit_head set hash = sha256(hash)                                                     | #
            PARCEL_NUMBER              | update parcel set number = 3 where number = 2                                                 | prv-14 3
            PARCEL_REFUSED             | update parcel set document = set_byte(document, 900, 1 # get_byte(document, 900)) where number = 2 | prv-14 2
            PARCEL_DIFFERS             | update parcel set entries = '{5}' where number = 1                                            | prv-14 1
            PARCEL_REFUSED             | update parcel set document = (select document from parcel where number = 2) where number = 1  | prv-14 1
            PARCEL_REFUSED             | update parcel set document = set_byte(document, 0, 120) where number = 1                      | prv-14 1
            PARCEL_REFUSED             | update parcel set document = decode('0000', 'hex') where number = 1                           | prv-14 1
            PARCEL_REFUSED             | update parcel set document = convert_to('{"in":"the clear"}', 'UTF8') where number = 1        | prv-14 1
            PARCEL_NUMBER              | delete from parcel where number = 1                                                           | prv-14 2
            PARCEL_NUMBER              | update feed_cursor set next_number = 4                                                        | prv-14 → 4
            AUDIT_BROKEN               | alter table audit_event disable trigger all; update audit_event set outcome = 'DENY' where number = 2 | #2
            AUDIT_BROKEN               | alter table audit_event disable trigger all; alter table audit_anchor disable trigger all; delete from audit_anchor; delete from audit_event where number = 3; update audit_head set number = 2, hash = (select hash from audit_event where number = 2) | #3
            AUDIT_ANCHOR_WRONG         | alter table audit_anchor disable trigger all; update audit_anchor set note = replace(note, 'time 20', 'time 19') | size 3
            AUDIT_ANCHOR_WRONG         | alter table audit_anchor disable trigger all; update audit_anchor set note = 'x'              | size 3
            """)
    void findsAndNames(Damage damage, String sql, String place) throws Exception {
        Findings findings = after(sql.split("; "));

        assertThat(findings.places(damage)).as(findings.counts().toString()).anySatisfy(found -> assertThat(found)
                .startsWith(place));
    }

    /** As the recipient sees it: it holds a checkpoint that this one does not reach. */
    @Test
    void findsAParcelThatRefersToASmallerLedgerThanTheOneBefore() throws Exception {
        String document = HexFormat.of().formatHex(document(ledger, 2, 200, 5, 7));

        Findings findings = after(
                "update parcel set entries = '{5,7}', document = decode('" + document + "', 'hex') where number = 2");

        assertThat(findings.places(Damage.PARCEL_REFUSED)).containsExactly("prv-14 2 CHECKPOINT_SHRANK");
    }

    /** The second receipt is made with the last record that waited. */
    @Test
    void findsAReceiptThatSaysOfNothingMoreThatItWaits() throws Exception {
        byte[] receipt = JdbcClient.create(pool)
                .sql("select receipt from submission where seq = 2")
                .query(byte[].class)
                .single();
        Map<String, Object> body =
                new TreeMap<>(SignedStatement.verify(receipt, SignedStatement.RECEIPT_FORMAT, GATEWAY.trust())
                        .body());
        body.put("parked", 1L);
        body.put("accepted", 99L);
        String waiting = HexFormat.of().formatHex(SignedStatement.sign(body, GATEWAY.signer(), GATEWAY.certificate()));

        Findings findings = after("update submission set receipt = decode('" + waiting + "', 'hex') where seq = 2");

        assertThat(findings.places(Damage.RECEIPT_WRONG)).containsExactly("S2");
        assertThat(after("update submission set receipt = decode('" + waiting
                                + "', 'hex'), parked = 1, received = received + 1 where seq = 2")
                        .places(Damage.RECEIPT_WRONG))
                .isEmpty();
    }

    @Test
    void refusesToRunWithoutTheAnchorsThatWereNamed() {
        Ran ran = run(
                "--database",
                "jdbc:postgresql://127.0.0.1:1/none",
                "--user",
                "none",
                "--password-file",
                master.resolve("master.password").toString(),
                "--audit-anchors",
                folder.resolve("nowhere").toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).contains("nowhere");
    }

    private record Ran(int exit, String out) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new FsckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments);
        return new Ran(exit, out.toString());
    }

    @Test
    void findsAnEntryThatWasRewrittenUpToItsLeafAndTiles() throws Exception {
        Findings findings = after(
                "update ledger_entry set header = convert_to(replace(convert_from(header, 'UTF8'), 'S1', 'S2'), 'UTF8') where idx = 5",
                "update ledger_entry set submission = 2 where idx = 5",
                "update ledger_entry set leaf_hash = decode(repeat('00', 32), 'hex') where idx = 5");

        assertThat(findings.places(Damage.CHECKPOINT_ROOT_WRONG)).containsExactly("size 100", "size 200", "size 300");
    }

    private static final String BUNDLE = "insert into archive_bundle (month, from_entry, to_entry, submissions,"
            + " last_submission, file, bytes, digest, keep_until, made_by, made_at, taken_out_at, restored_at)"
            + " values ('2026-10-01', 0, 300, 3, 3, 'x', 1, '', '2036-11-01', 'liu', now(), %s, %s)";
    private static final String REMOVAL = "insert into archive_removal (month, digest, place, reason, requested_by,"
            + " requested_at, decided_by, decided_at, approved, done_at, next_entry)"
            + " values ('2026-10-01', '', 'x', 'x', 'liu', now(), 'zhao', now(), true, %s, %s)";
    private static final String GONE = "update ledger_entry set units = '' where idx = ";

    @Test
    void knowsWhatTheArchiveTookOut() throws Exception {
        assertThat(after(BUNDLE.formatted("now()", "null"), REMOVAL.formatted("now()", "300"), GONE + 5)
                        .counts())
                .isEmpty();
    }

    @Test
    void knowsHowFarTheArchiveHasComeTakingOut() throws Exception {
        Findings findings =
                after(BUNDLE.formatted("null", "null"), REMOVAL.formatted("null", "100"), GONE + 99, GONE + 100);

        assertThat(findings.places(Damage.UNITS_GONE)).containsExactly("#100");
    }

    @Test
    void findsContentThatWentAfterItWasRestored() throws Exception {
        Findings findings = after(BUNDLE.formatted("null", "now()"), REMOVAL.formatted("now()", "300"), GONE + 5);

        assertThat(findings.places(Damage.UNITS_GONE)).containsExactly("#5");
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void saysInBothLanguagesWhatIsDamaged(Damage damage) {
        assertThat(damage.zh()).containsPattern("[一-龥]").endsWith("。");
        assertThat(damage.en()).doesNotContainPattern("[一-龥]").endsWith(".");
    }

    @Test
    void runsAsACommand() throws Exception {
        Path certificate = Files.writeString(
                folder.resolve("seal.crt"), GATEWAY.certificate().pem());
        Path trust = Files.writeString(
                folder.resolve("seal-ca.crt"), GATEWAY.authority().certificate().pem());
        Path password = Files.writeString(folder.resolve("password"), "");
        try (Connection connection = pool.getConnection()) {
            String schema = connection.getSchema();
            String url = connection.getMetaData().getURL();
            String user = connection.getMetaData().getUserName();
            Files.writeString(password, pool.unwrap(HikariDataSource.class).getPassword() + "\n");
            Ran ran = run(
                    "--database",
                    url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema,
                    "--user",
                    user,
                    "--password-file",
                    password.toString(),
                    "--certificate",
                    certificate.toString(),
                    "--trust",
                    trust.toString(),
                    "--master",
                    master.resolve("master.p12").toString(),
                    "--content",
                    "--audit-anchors",
                    anchors.toString(),
                    "--master-password",
                    master.resolve("master.password").toString());
            assertThat(ran.out()).contains("已检查：台账条目 300 条，交换包 2 个。", "✔ 台账完好。").doesNotContain("未能验证", "锚点");
            assertThat(ran.exit()).isZero();
        }
    }
}
