package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Instant;
import java.util.Random;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Raw bytes whose rows go missing. */
class RawStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");

    private DataSource pool;
    private JdbcClient jdbc;
    private RawStore raw;

    @BeforeEach
    void open() {
        pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        raw = new RawStore(jdbc, Suite.SM, SampleKeys.inMemory());
    }

    private byte[] store(int length) throws Exception {
        byte[] body = new byte[length];
        new Random(7).nextBytes(body);
        try (Connection connection = pool.getConnection()) {
            raw.write(connection, 1, "insurer-jia", NOW, new ByteArrayInputStream(body), Long.MAX_VALUE);
        }
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)"
                                + " values (1, 'S1', 'insurer-jia', 'M1', 'REST', 'policies', '', ?, 'RECEIVED', now())")
                .param(length)
                .update();
        return body;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, RawStore.CHUNK - 1, RawStore.CHUNK, RawStore.CHUNK + 1, 2 * RawStore.CHUNK})
    void givesBackWhatWasReceived(int length) throws Exception {
        byte[] body = store(length);

        try (InputStream in = raw.open(1)) {
            assertThat(in.readAllBytes()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesNoMissingChunkForTheEnd(int number) throws Exception {
        store(2 * RawStore.CHUNK + 5);
        jdbc.sql("delete from raw_chunk where number = ?").param(number).update();

        try (InputStream in = raw.open(1)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lack number " + number);
        }
    }

    @Test
    void saysArchivedWhenTheBytesAreTakenOutMeanwhile() throws Exception {
        store(2 * RawStore.CHUNK + 5);

        try (InputStream in = raw.open(1)) {
            in.readNBytes(RawStore.CHUNK);
            jdbc.sql("delete from raw_chunk").update();

            assertThatThrownBy(in::read).isInstanceOfSatisfying(SenderMustCorrect.class, e -> assertThat(
                            e.finding().code())
                    .isEqualTo(LedgerProblem.UNITS_ARCHIVED.code()));
        }
    }
}
