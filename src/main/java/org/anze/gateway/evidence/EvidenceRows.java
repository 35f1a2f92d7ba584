package org.anze.gateway.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.evidence.stamp.Stamp;
import org.anze.gateway.evidence.witness.NoteLine;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stamps and cosignatures in PostgreSQL, by size of the checkpoint. Written once, never changed. Safe for several threads. */
final class EvidenceRows {

    private static final String END = "-----END CERTIFICATE-----\n";

    private final JdbcClient jdbc;

    EvidenceRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Durable on return. The first stamp of a checkpoint stays. */
    void keep(long size, Stamp stamp, Instant now) {
        jdbc.sql("insert into evidence_stamp (size, authority, token, chain, stamped_at, kept_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        size,
                        stamp.authority(),
                        stamp.token(),
                        String.join("", stamp.chain()),
                        utc(stamp.time()),
                        utc(now))
                .update();
    }

    /** Durable on return. The first cosignature of a witness over a checkpoint stays. */
    void keep(long size, String witness, NoteLine line, Instant time, Instant now) {
        jdbc.sql("insert into evidence_cosignature (size, witness, line, cosigned_at, kept_at)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(size, witness, line.text(), utc(time), utc(now))
                .update();
    }

    /** Size of the largest stamped checkpoint; 0 when there is none. */
    long stamped() {
        return jdbc.sql("select coalesce(max(size), 0) from evidence_stamp")
                .query(Long.class)
                .single();
    }

    /** Size of the largest checkpoint that a witness cosigned; 0 when there is none. */
    long cosigned(String witness) {
        return jdbc.sql("select coalesce(max(size), 0) from evidence_cosignature where witness = ?")
                .param(witness)
                .query(Long.class)
                .single();
    }

    /** The smallest stamped checkpoint that covers this many entries and that a witness cosigned as well. */
    Optional<Long> firstStampedAndCosigned(long size) {
        return jdbc.sql("select s.size from evidence_stamp s where s.size >= ?"
                        + " and exists (select from evidence_cosignature c where c.size = s.size)"
                        + " order by s.size limit 1")
                .param(size)
                .query(Long.class)
                .optional();
    }

    /** The smallest stamped checkpoint that covers this many entries. */
    Optional<Long> firstStamped(long size) {
        return jdbc.sql("select size from evidence_stamp where size >= ? order by size limit 1")
                .param(size)
                .query(Long.class)
                .optional();
    }

    /** The largest checkpoint that a witness cosigned. */
    Optional<Long> lastCosigned() {
        return jdbc.sql("select size from evidence_cosignature order by size desc limit 1")
                .query(Long.class)
                .optional();
    }

    /** The stamp over the checkpoint of this size. */
    Optional<Stamp> stamp(long size) {
        return jdbc.sql("select authority, token, chain, stamped_at from evidence_stamp where size = ?")
                .param(size)
                .query((row, number) -> stamp(row))
                .optional();
    }

    /** The cosignatures over the checkpoint of this size, by name of witness. */
    List<String> cosignatures(long size) {
        return jdbc.sql("select line from evidence_cosignature where size = ? order by witness")
                .param(size)
                .query(String.class)
                .list();
    }

    private static Stamp stamp(ResultSet row) throws SQLException {
        List<String> chain = Arrays.stream(row.getString(3).split(END))
                .filter(part -> !part.isBlank())
                .map(part -> part + END)
                .toList();
        return new Stamp(
                row.getString(1),
                row.getBytes(2),
                chain,
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
