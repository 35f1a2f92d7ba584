package org.anze.gateway.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerOfSamples;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.proof.TrustFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A ledger of two months that are over: 300 entries in October 2026, 40 in November, all invented. */
final class ArchivedMonths {

    static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    static final Actor SYSTEM = Actor.person("liu.system");
    static final Actor SECURITY = Actor.person("zhao.security");
    private static final int CHUNK = 5_000;
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);

    final DataSource pool = TestStores.freshSchema();
    final JdbcClient jdbc = JdbcClient.create(pool);
    final JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
    final LedgerOfSamples ledger;
    private final DataKeys keys;
    private final Path folder;
    private long submissions;

    ArchivedMonths(Path folder) throws Exception {
        this(folder, pool -> SampleKeys.inMemory());
    }

    /** Whose keys content of a database is closed under. */
    interface KeysOf {
        DataKeys of(DataSource pool) throws Exception;
    }

    ArchivedMonths(Path folder, KeysOf keysOf) throws Exception {
        this.folder = folder;
        this.keys = keysOf.of(pool);
        this.ledger = new LedgerOfSamples(pool, 0, keys);
        for (int from = 0; from < 300; from += 100) {
            append(from, 100, "2026-10-15T00:00:00Z");
        }
        append(300, 40, "2026-11-15T00:00:00Z");
        jdbc.sql("delete from raw_chunk").update();
        for (long seq = 1; seq <= 4; seq++) {
            for (int number = 0; number < 3; number++) {
                chunk(seq, number);
            }
            // The samples bind their entries to these.
            jdbc.sql("update submission set digest = ?, salt = ? where seq = ?")
                    .params(digest(seq), new byte[32], seq)
                    .update();
        }
        jdbc.sql("update submission set bytes = 3 * " + CHUNK).update();
    }

    /** Long enough to be packed before it is closed. */
    static byte[] plain(long seq, int number) {
        return ("line " + seq + " " + number + "\n")
                .repeat(CHUNK)
                .substring(0, CHUNK)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] digest(long seq) {
        return Suite.SM
                .hasher()
                .update(plain(seq, 0))
                .update(plain(seq, 1))
                .update(plain(seq, 2))
                .finish();
    }

    private void chunk(long seq, int number) {
        byte[] closed = keys.close(
                SampleEntries.PROVIDER,
                Instant.parse("2026-10-15T00:00:00Z"),
                plain(seq, number),
                ("raw bytes " + seq + " " + number).getBytes(StandardCharsets.US_ASCII));
        jdbc.sql("insert into raw_chunk (submission, number, first_line, content) values (?, ?, ?, ?)")
                .params(seq, number, number * 100 + 1, closed)
                .update();
    }

    /** Puts other bytes in the place of a chunk, closed as they ought to be. */
    void overwrite(long seq, int number, byte[] plain) {
        byte[] closed = keys.close(
                SampleEntries.PROVIDER,
                Instant.parse("2026-10-15T00:00:00Z"),
                plain,
                ("raw bytes " + seq + " " + number).getBytes(StandardCharsets.US_ASCII));
        jdbc.sql("update raw_chunk set content = ? where submission = ? and number = ?")
                .params(closed, seq, number)
                .update();
    }

    private static final List<String> TABLES = List.of(
            "ledger_entry",
            "ledger_tile",
            "checkpoint",
            "submission",
            "raw_chunk",
            "ledger_state",
            "record_key",
            "record_head");

    /** Remembers how the ledger is now. */
    void save() {
        TABLES.forEach(table ->
                jdbc.sql("create table saved_" + table + " as table " + table).update());
    }

    /** Makes the ledger what it was, and empties the catalogue. */
    void reset() {
        jdbc.sql("delete from archive_removal").update();
        jdbc.sql("delete from archive_bundle").update();
        jdbc.sql("delete from feed_cursor").update();
        jdbc.sql("delete from feed_backlog").update();
        TABLES.forEach(table -> {
            jdbc.sql("delete from " + table).update();
            jdbc.sql("insert into " + table + " select * from saved_" + table).update();
        });
    }

    private void append(int from, int count, String day) throws Exception {
        ledger.append(
                digest(++submissions),
                IntStream.range(from, from + count).mapToObj(i -> "P" + i).toArray(String[]::new));
        jdbc.sql("update checkpoint set created_at = ?::timestamptz where size = ?")
                .params(day, from + count)
                .update();
        jdbc.sql("update submission set received_at = ?::timestamptz where seq = (select max(seq) from submission)")
                .param(day)
                .update();
    }

    static TrustFile trust() {
        try {
            return TrustFile.of(GATEWAY.authority().certificate().pem());
        } catch (FlawException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    AuditLog audit() {
        return new AuditLog(jdbc, transactions, Suite.SM, at("2026-12-05T00:00:00Z"));
    }

    ArchiveSettings settings() {
        return new ArchiveSettings(24);
    }

    BundleReport make(YearMonth month) {
        return make(month, "2026-12-05T00:00:00Z");
    }

    BundleReport make(YearMonth month, String now) {
        return make(month, now, trust());
    }

    BundleReport make(YearMonth month, String now, TrustFile trust) {
        return new BundleMaker(
                        pool,
                        GATEWAY.signer(),
                        List.of(GATEWAY.certificate()),
                        trust,
                        keys,
                        folder,
                        new Retention(5, 10, null),
                        audit(),
                        at(now))
                .make(SYSTEM, month);
    }

    Path file(YearMonth month) {
        return folder.resolve(
                new ArchiveCatalogue(jdbc).find(month).orElseThrow().file());
    }

    ArchiveDesk desk(String now) {
        ArchiveDesk desk = new ArchiveDesk(jdbc, transactions, settings(), audit(), at(now));
        desk.confirmedBy(person -> !person.equals("new.person"));
        return desk;
    }

    Removal removal(Lease lease) {
        return new Removal(pool, transactions, audit(), lease, at("2029-01-05T00:00:00Z"));
    }

    Removal removal(Lease lease, Removal.Portion most) {
        return new Removal(pool, transactions, audit(), lease, at("2029-01-05T00:00:00Z"), most);
    }

    Restore restore() {
        return new Restore(pool, trust(), audit(), at("2029-02-05T00:00:00Z"));
    }

    long count(String sql) {
        return jdbc.sql("select count(*) from " + sql).query(Long.class).single();
    }

    /** Everything that goes and comes back. */
    String content() {
        return jdbc.sql(
                        "select coalesce((select md5(string_agg(concat(idx, units), ',' order by idx)) from ledger_entry), '')"
                                + " || (select md5(coalesce(string_agg(concat(submission, number, first_line, content), ',' order by"
                                + " submission, number), '')) from raw_chunk)")
                .query(String.class)
                .single();
    }
}
