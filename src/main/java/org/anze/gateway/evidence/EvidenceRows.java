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
import org.anze.gateway.seal.note.NoteLine;
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

    /**
     * Size of the largest checkpoint that a witness cosigned; 0 when there is none.
     *
     * @param lines what lines of its key begin with: under one name of ours there may have been another key before
     */
    long cosigned(String witness, String lines) {
        return jdbc.sql("select coalesce(max(size), 0) from evidence_cosignature"
                        + " where witness = ? and starts_with(line, ?)")
                .params(witness, lines)
                .query(Long.class)
                .single();
    }

    /**
     * The smallest stamped checkpoint that covers this many entries and that a witness cosigned as well.
     *
     * @param seal text that its note contains
     * @param witnesses beginnings of lines; a cosignature with none of them does not count
     */
    Optional<Long> firstStampedAndCosigned(long size, String seal, List<String> witnesses) {
        return jdbc.sql("select s.size from evidence_stamp s join checkpoint n on n.size = s.size"
                        + " where s.size >= ? and strpos(n.note, ?) > 0"
                        + " and exists (select from evidence_cosignature c, unnest(?::text[]) known"
                        + " where c.size = s.size and starts_with(c.line, known)) order by s.size limit 1")
                .params(size, seal, witnesses.toArray(String[]::new))
                .query(Long.class)
                .optional();
    }

    /** The smallest stamped checkpoint that covers this many entries. */
    Optional<Long> firstStamped(long size, String seal) {
        return jdbc.sql("select s.size from evidence_stamp s join checkpoint n on n.size = s.size"
                        + " where s.size >= ? and strpos(n.note, ?) > 0 order by s.size limit 1")
                .params(size, seal)
                .query(Long.class)
                .optional();
    }

    /** The largest checkpoint that one of these witnesses cosigned. */
    Optional<Long> lastCosigned(List<String> witnesses) {
        return jdbc.sql("select c.size from evidence_cosignature c where exists (select from unnest(?::text[]) known"
                        + " where starts_with(c.line, known)) order by c.size desc limit 1")
                .param(witnesses.toArray(String[]::new))
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

    /** The cosignatures of these witnesses over the checkpoint of this size, by name of witness. */
    List<String> cosignatures(long size, List<String> witnesses, int most) {
        return jdbc.sql("select c.line from evidence_cosignature c where c.size = ? and exists"
                        + " (select from unnest(?::text[]) known where starts_with(c.line, known))"
                        + " order by c.witness limit ?")
                .params(size, witnesses.toArray(String[]::new), most)
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
