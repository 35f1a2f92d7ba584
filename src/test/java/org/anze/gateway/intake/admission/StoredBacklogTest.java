package org.anze.gateway.intake.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.anze.gateway.TestStores;
import org.anze.gateway.intake.admission.Backlog.Waiting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredBacklogTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T16:00:00Z");

    private JdbcClient jdbc;
    private long nanos;
    private StoredBacklog backlog;

    @BeforeEach
    void open() {
        jdbc = JdbcClient.create(TestStores.freshSchema());
        backlog = new StoredBacklog(jdbc, () -> nanos);
    }

    @Test
    void countsWhatIsNotFinalByParty() {
        insert(1, 3, "a", MIDNIGHT, 10, false);
        insert(4, 5, "b", MIDNIGHT, 7, false);
        insert(6, 9, "b", MIDNIGHT, 7, true);

        assertThat(backlog.waiting())
                .containsOnlyKeys("a", "b")
                .containsEntry("a", new Waiting(3, 30))
                .containsEntry("b", new Waiting(2, 14));
    }

    @Test
    void sumsTheDayOnlyWhateverCameBefore() {
        insert(1, 20_000, "a", MIDNIGHT.minusSeconds(3600), 1000, true);
        // Numbers and times may be out of order where the days meet.
        insert(20_001, 20_002, "a", MIDNIGHT.plusSeconds(1), 10, true);
        insert(20_003, 20_003, "a", MIDNIGHT.minusSeconds(1), 1000, true);
        insert(20_004, 20_010, "b", MIDNIGHT.plusSeconds(2), 1, false);

        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 20L).containsEntry("b", 7L);
    }

    @Test
    void keepsTheSumOfOlderOnesAndAddsWhatComes() {
        insert(1, 5, "a", MIDNIGHT.plusSeconds(1), 10, true);
        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 50L);
        // Stored late, under a number that was seen past: not yet settled, so it is found.
        insert(7, 7, "a", MIDNIGHT.plusSeconds(2), 10, true);
        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 60L);

        nanos += Duration.ofMinutes(6).toNanos();
        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 60L);
        insert(8, 8, "b", MIDNIGHT.plusSeconds(3), 1, true);
        nanos += Duration.ofMinutes(6).toNanos();
        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 60L).containsEntry("b", 1L);
        nanos += Duration.ofMinutes(6).toNanos();
        assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 60L).containsEntry("b", 1L);
    }

    /** Its number was drawn before the others, and it was committed long after them. */
    @Test
    void countsALargeUploadThatWasStoredSlowly() {
        insert(1, 3, "a", MIDNIGHT.plusSeconds(1), 10, true);
        insert(5, 9, "b", MIDNIGHT.plusSeconds(2), 10, true);
        for (int look = 0; look < 3; look++) {
            assertThat(backlog.receivedSince(MIDNIGHT)).containsEntry("a", 30L).containsEntry("b", 50L);
            nanos += Duration.ofMinutes(6).toNanos();
        }

        insert(4, 4, "a", MIDNIGHT.plusSeconds(1), 1_000_000, true);
        nanos += Duration.ofMinutes(16).toNanos();

        assertThat(backlog.receivedSince(MIDNIGHT))
                .containsEntry("a", 1_000_030L)
                .containsEntry("b", 50L);
    }

    @Test
    void beginsAnewWithEachDay() {
        insert(1, 5, "a", MIDNIGHT.plusSeconds(1), 10, true);
        backlog.receivedSince(MIDNIGHT);

        Instant next = MIDNIGHT.plus(Duration.ofDays(1));
        assertThat(backlog.receivedSince(next)).isEmpty();
        insert(6, 6, "a", next.plusSeconds(1), 3, true);
        assertThat(backlog.receivedSince(next)).containsEntry("a", 3L);
    }

    private void insert(long from, long to, String party, Instant at, long bytes, boolean done) {
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at,"
                                + " finished_at) select n, 'S' || n, :party, 'M' || n, 'REST', 'm', '', :bytes, 'RECEIVED', :at,"
                                + " case when :done then :at::timestamptz end from generate_series(:from, :to) n")
                .param("party", party)
                .param("bytes", bytes)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("done", done)
                .param("from", from)
                .param("to", to)
                .update();
    }
}
