package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.archive.PostgresBackup;
import org.anze.gateway.cli.SiteCheck;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.SeenReceipts;
import org.anze.gateway.party.Parties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * The drill of docs/operations/backup.md with a whole gateway: a base backup while it takes in and delivers, then machine,
 * broker and the tail of the log are lost; the database comes back elsewhere, at the point. The sender sends everything again
 * under its old ids, and recipients, which had nothing from after the point, go on where they were. {@code BackupDrillTest} is
 * the part of it in every verification.
 */
@Tag("long")
class RestoreDrillTest {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreDrillTest.class);
    private static final Path PROGRAMS = Path.of(System.getProperty("anze.test.stores", "target/test-stores"))
            .toAbsolutePath()
            .resolve("postgres");
    private static final int MESSAGES = Integer.getInteger("anze.drill.messages", 120);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SENDER = "insurer-wu";
    private static final String HEADS = "select string_agg(concat_ws('|', business_key, record_type, provider, version,"
            + " operation), ',' order by record_type, business_key) from record_head";

    @TempDir
    Path folder;

    private GatewayProcess gateway;
    private Agreements agreements;
    private final Set<String> records = new HashSet<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void comesBackToTheSameStateOnceTheSenderHasSentTheRestAgain() throws Exception {
        Path lost = Files.createDirectory(folder.resolve("lost"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        PostgresBackup backup;
        try (EmbeddedPostgres first = new EmbeddedPostgres(lost, PROGRAMS)) {
            first.start();
            backup = PostgresBackup.archiving(first, lost);
        }
        gateway = GatewayProcess.prepare("restore-drill");
        agreements = Conservation.agreements(gateway.home().resolve("parties"));
        Path anchors = gateway.data().resolve("audit/anchors");
        Path anchorsAtPoint = folder.resolve("anchors");
        SeenReceipts kept = new SeenReceipts();
        Path knownAtPoint = folder.resolve("known-at-the-point");
        Path known = folder.resolve("known");
        String heads;
        long atPoint;
        try (EmbeddedPostgres first = new EmbeddedPostgres(lost, PROGRAMS)) {
            first.start();
            start(first);
            JdbcClient jdbc = jdbc(first);
            try (DemoRecipients recipients = recipients()) {
                backUpUnderLoad(backup, first, elsewhere, kept);
                awaitSettled(jdbc);
                assertThat(Conservation.differences(recipients, records)).isEmpty();
            }
            atPoint = count(jdbc, "select size from ledger_state");
            Files.writeString(knownAtPoint, newest(jdbc));
            FileSystemUtils.copyRecursively(anchors, anchorsAtPoint);
            backup.markPoint(first);

            SeenReceipts gone = new SeenReceipts();
            for (int i = 0; i < MESSAGES; i++) {
                send(sent.getAndIncrement(), gone);
            }
            heads = jdbc.sql(HEADS).query(String.class).single();
            Files.writeString(known, newest(jdbc));
            backup.awaitArchived(first);
            gateway.kill();
        }
        // The broker's journal was on the machine that is lost; the anchors come back as they were saved.
        FileSystemUtils.deleteRecursively(gateway.data().resolve("broker"));
        FileSystemUtils.deleteRecursively(anchors);
        FileSystemUtils.copyRecursively(anchorsAtPoint, anchors);

        backup.recoverAt(elsewhere);
        try (EmbeddedPostgres second = new EmbeddedPostgres(elsewhere, PROGRAMS)) {
            second.start();
            JdbcClient jdbc = jdbc(second);
            assertThat(count(jdbc, "select size from ledger_state")).isEqualTo(atPoint);
            assertThat(fsck(second, "--known", knownAtPoint.toString())).isEmpty();
            assertThat(fsck(second, "--known", known.toString())).contains("[LOST_SINCE] × 1", "#" + atPoint + " – #");

            start(second);
            SeenReceipts again = new SeenReceipts();
            for (long number = 0; number < sent.get(); number++) {
                send(number, number < sent.get() - MESSAGES ? kept : again);
            }
            try (DemoRecipients recipients = recipients()) {
                awaitSettled(jdbc);
                assertThat(Conservation.differences(recipients, records)).isEmpty();
                assertThat(Conservation.violations(recipients)).isEmpty();
            }
            assertThat(jdbc.sql(HEADS).query(String.class).single()).isEqualTo(heads);
            assertThat(count(jdbc, "select count(*) from ledger_entry")).isEqualTo(records.size());
            assertThat(Conservation.violations(jdbc, agreements)).isEmpty();
            // Receipts from before the point are the same letter by letter; those of the tail are new ones.
            kept.requireStored(jdbc);
            again.requireStored(jdbc);
            assertThat(fsck(second, "--known", knownAtPoint.toString())).isEmpty();
            assertThat(fsck(second, "--known", known.toString())).contains("[FORKED] × 1");
            LOG.info("{} of {} records were there at the point", atPoint, records.size());
        } finally {
            gateway.close();
        }
    }

    /** Returns when messages came before, while and after the copy was made. */
    private void backUpUnderLoad(PostgresBackup backup, EmbeddedPostgres postgres, Path target, SeenReceipts receipts)
            throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService load = Executors.newSingleThreadExecutor();
        try {
            Future<?> sending = load.submit(() -> {
                while (going.get()) {
                    send(sent.getAndIncrement(), receipts);
                }
                return null;
            });
            awaitMore(sending);
            long before = sent.get();
            backup.copyTo(postgres, target);
            assertThat(sent.get()).as("messages during the backup").isGreaterThan(before);
            awaitMore(sending);
            going.set(false);
            sending.get();
        } finally {
            load.shutdownNow();
        }
    }

    private void awaitMore(Future<?> sending) {
        long before = sent.get();
        Awaitility.await("messages").atMost(PATIENCE).until(() -> sending.isDone() || sent.get() > before + MESSAGES);
        assertThat(sending.isDone()).isFalse();
    }

    private void send(long number, SeenReceipts receipts) throws IOException {
        MixedMessage message = MixedMessage.of("DRILL", number);
        PartyClient.Answer answer = gateway.senders()
                .https(SENDER)
                .submit(
                        "DRILL-" + number,
                        "application/x-ndjson",
                        "canonical-policy",
                        () -> new ByteArrayInputStream(message.body()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode receipt = receipts.add(answer.body());
        assertThat(message.isAnsweredBy(receipt)).as(receipt.toString()).isTrue();
        records.addAll(message.records());
    }

    private void start(EmbeddedPostgres postgres) throws IOException {
        gateway.start(
                "--anze.stores.database-url=" + postgres.jdbcUrl(),
                "--anze.stores.database-user=" + postgres.user(),
                "--anze.stores.database-password=" + postgres.password());
    }

    /** As they were when they were closed last: what they keep is in files. */
    private DemoRecipients recipients() throws IOException {
        DemoRecipients recipients =
                new DemoRecipients(gateway.data(), gateway::https, () -> "tcp://127.0.0.1:" + gateway.corePort());
        recipients.start(Parties.load(gateway.home().resolve("parties")).all());
        return recipients;
    }

    private void awaitSettled(JdbcClient jdbc) {
        Awaitility.await("everything given and settled")
                .dontCatchUncaughtExceptions()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Conservation.isAllSettled(jdbc, agreements));
    }

    private static JdbcClient jdbc(EmbeddedPostgres postgres) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        return JdbcClient.create((DataSource) source);
    }

    private static long count(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private static String newest(JdbcClient jdbc) {
        return jdbc.sql("select note from checkpoint order by size desc limit 1")
                .query(String.class)
                .single();
    }

    private String fsck(EmbeddedPostgres postgres, String... more) throws IOException {
        return SiteCheck.fsck(gateway.data(), postgres.jdbcUrl(), postgres.user(), postgres.password(), more);
    }
}
