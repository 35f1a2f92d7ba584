package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.NewRows.Type.BOOL;
import static org.anze.gateway.ledger.NewRows.Type.BYTEA;
import static org.anze.gateway.ledger.NewRows.Type.INT2;
import static org.anze.gateway.ledger.NewRows.Type.INT8;
import static org.anze.gateway.ledger.NewRows.Type.TEXT;
import static org.anze.gateway.ledger.NewRows.Type.TIMESTAMPTZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PipelineTest {

    private static final Instant TIME = Instant.parse("2026-11-22T01:02:03.456Z");

    private final DataSource pool = TestStores.freshSchema();
    private final JdbcClient jdbc = JdbcClient.create(pool);

    @BeforeEach
    void makeTable() {
        jdbc.sql("create table sample (number bigint primary key, type smallint, text text, bytes bytea,"
                        + " flag boolean, time timestamptz)")
                .update();
    }

    private static NewRows rows() {
        return new NewRows(
                "sample (number, type, text, bytes, flag, time)", INT8, INT2, TEXT, BYTEA, BOOL, TIMESTAMPTZ);
    }

    @Test
    void insertsEveryKindOfValueAndNone() throws Exception {
        NewRows rows = rows();
        rows.row(1L, (short) 2, "投保\0人, \"{}\\", new byte[] {0, -1, 92}, true, TIME);
        rows.row(2L, null, null, null, null, null);

        assertThat(send(rows)).containsExactly(2);

        assertThat(jdbc.sql("select type || text || bytes::text || flag::text || (time at time zone 'utc')::text"
                                + " from sample where number = 1")
                        .query(String.class)
                        .single())
                .isEqualTo("2投保\uFFFD人, \"{}\\\\x00ff5ctrue2026-11-22 01:02:03.456");
        assertThat(jdbc.sql("select count(*) from sample where num_nulls(type, text, bytes, flag, time) = 5")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void takesMoreRowsThanOneStatementDoes() throws Exception {
        NewRows rows = rows();
        IntStream.range(0, 1_201).forEach(i -> rows.row((long) i, null, "x", null, null, null));

        assertThat(send(rows)).containsExactly(500, 500, 201);
    }

    @Test
    void carriesStatementsOutInTheirOrderAndCountsEach() throws Exception {
        Pipeline pipeline = new Pipeline();
        NewRows rows = rows();
        rows.row(1L, (short) 1, "a", null, null, null);
        rows.row(2L, (short) 1, "b", null, null, null);
        rows.addTo(pipeline);
        int moved = pipeline.add(
                "update sample set text = q.text from unnest(?::int8[], ?::text[]) as q (number, text)"
                        + " where sample.number = q.number",
                Pipeline.column("int8", List.of(2L, 3L), number -> number),
                Pipeline.column("text", List.of("c", "d"), text -> text));
        pipeline.add("delete from sample where text = 'c'");

        try (Connection connection = pool.getConnection()) {
            int[] counts = pipeline.send(connection);

            assertThat(counts).containsExactly(2, 1, 1);
            assertThat(counts[moved]).isEqualTo(1);
        }
        assertThat(jdbc.sql("select text from sample").query(String.class).list())
                .containsExactly("a");
    }

    @Test
    void keepsNothingOfATransactionOfWhichOneStatementFails() throws Exception {
        Pipeline pipeline = new Pipeline();
        NewRows rows = rows();
        rows.row(1L, null, "a", null, null, null);
        rows.addTo(pipeline);
        rows.addTo(pipeline);

        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> pipeline.send(connection))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isEqualTo("23505"));
            connection.rollback();
        }
        assertThat(jdbc.sql("select count(*) from sample").query(Long.class).single())
                .isZero();
    }

    private int[] send(NewRows rows) throws SQLException {
        Pipeline pipeline = new Pipeline();
        rows.addTo(pipeline);
        try (Connection connection = pool.getConnection()) {
            return pipeline.send(connection);
        }
    }
}
