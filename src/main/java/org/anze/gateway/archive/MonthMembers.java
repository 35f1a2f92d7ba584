package org.anze.gateway.archive;

import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.ledger.OriginColumns;
import org.anze.gateway.ledger.StoredTiles;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.anze.gateway.seal.tree.ConsistencyProof;
import org.anze.gateway.seal.tree.TiledTreeHashes;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.anze.gateway.seal.tree.TreeHashes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a month from one moment of the database, in portions, into the members of a bundle. For one thread. */
final class MonthMembers {

    private static final int PORTION = 200;
    /** Of what may have megabytes each: chunks of raw bytes, submissions with the message that was signed. */
    private static final int LARGE_PORTION = 8;

    private static final int MOST_COSIGNATURES = 16;
    private static final String END = "-----END CERTIFICATE-----\n";

    /** Of the month by when they came, and whatever else the range has entries of. */
    static final String OF_MONTH =
            "((s.received_at >= ? and s.received_at < ?)" + " or (s.first_entry < ? and s.last_entry >= ?))";

    private static final String CHECKPOINT = "select c.size, c.note, s.token, s.chain, array(select v.line from"
            + " evidence_cosignature v where v.size = c.size order by v.witness limit " + MOST_COSIGNATURES + ")"
            + " from checkpoint c left join evidence_stamp s on s.size = c.size";

    private final Connection connection;
    private final JdbcClient snapshot;
    private final Suite suite;
    private final MonthRange range;
    private final List<SealCertificate> certificates;

    MonthMembers(
            Connection connection,
            JdbcClient snapshot,
            Suite suite,
            MonthRange range,
            List<SealCertificate> certificates) {
        this.connection = connection;
        this.snapshot = snapshot;
        this.suite = suite;
        this.range = range;
        this.certificates = certificates;
    }

    void writeTo(BundleOutput bundle) throws IOException, SQLException {
        bundle.member(Member.HEAD, out -> out.write(CanonicalJson.write(head())));
        bundle.member(Member.ENTRIES, this::entries);
        bundle.member(Member.INDEX, this::index);
        bundle.member(Member.UNITS, this::units);
        bundle.member(Member.TILES, this::tiles);
        bundle.member(Member.CHECKPOINTS, this::checkpoints);
        bundle.member(Member.COVER, out -> out.write(CanonicalJson.write(cover())));
        bundle.member(Member.SUBMISSIONS, this::submissions);
        bundle.member(Member.RAW, this::raw);
        bundle.member(Member.KEYS, this::keys);
    }

    private TreeHashes tree() {
        return new TiledTreeHashes(suite, new StoredTiles(snapshot));
    }

    private Map<String, @Nullable Object> head() {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("certificates", certificates.stream().map(SealCertificate::pem).toList());
        head.put(
                "checkpoint",
                snapshot.sql("select note from checkpoint where size = ?")
                        .param(range.from())
                        .query(String.class)
                        .optional()
                        .orElse(null));
        head.put(
                "frontier",
                Base64Text.encode(TreeFrontier.at(suite, tree(), range.from()).serialise()));
        return head;
    }

    private void entries(DataOutputStream out) throws IOException, SQLException {
        each(
                "select header, unit_hashes from ledger_entry where idx >= ? and idx < ? order by idx",
                row -> {
                    byte[] hashes = row.getBytes(2);
                    JsonOutput line = new JsonOutput(1024);
                    line.ascii("{\"header\":").raw(row.getBytes(1)).ascii(",\"units\":");
                    List<String> units = new ArrayList<>();
                    for (int at = 0; at < hashes.length; at += Suite.HASH_LENGTH) {
                        units.add(Base64Text.encode(Arrays.copyOfRange(hashes, at, at + Suite.HASH_LENGTH)));
                    }
                    line.value(units).ascii("}\n");
                    out.write(line.toByteArray());
                },
                range.from(),
                range.to());
    }

    private void index(DataOutputStream out) throws IOException, SQLException {
        each(
                "select e.idx, e.business_key, e.operation, e.provider, e.received_at, e.record_type, s.id, e.version"
                        + " from ledger_entry e join submission s on s.seq = e.submission"
                        + " where e.idx >= ? and e.idx < ? order by e.idx",
                row -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("index", row.getLong(1));
                    line.put("key", row.getString(2));
                    line.put("operation", row.getString(3));
                    line.put("provider", row.getString(4));
                    line.put("received", time(row, 5));
                    line.put("recordType", TypeNumber.type(row.getShort(6)).code());
                    line.put("submission", row.getString(7));
                    line.put("version", row.getLong(8));
                    line(out, line);
                },
                range.from(),
                range.to());
    }

    private void units(DataOutputStream out) throws IOException, SQLException {
        each(
                "select idx, units from ledger_entry where idx >= ? and idx < ? order by idx",
                row -> {
                    byte[] units = row.getBytes(2);
                    out.writeLong(row.getLong(1));
                    out.writeInt(units.length);
                    out.write(units);
                },
                range.from(),
                range.to());
    }

    private void tiles(DataOutputStream out) throws IOException, SQLException {
        // In the order in which they became complete.
        each(
                "select level, idx, hash from ledger_tile where ((idx + 1) << level::int) > ? and ((idx + 1) << level::int) <= ?"
                        + " order by (idx + 1) << level::int, level",
                row -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("hash", Base64Text.encode(row.getBytes(3)));
                    line.put("index", row.getLong(2));
                    line.put("level", row.getLong(1));
                    line(out, line);
                },
                range.from(),
                range.to());
    }

    private void checkpoints(DataOutputStream out) throws IOException, SQLException {
        // Of the others, which nobody else signed, each is fixed by the next one.
        each(
                CHECKPOINT + " where c.size > ? and c.size <= ? and (c.size = ? or s.size is not null or exists"
                        + " (select 1 from evidence_cosignature v where v.size = c.size)) order by c.size",
                row -> line(out, checkpoint(row)),
                range.from(),
                range.to(),
                range.to());
    }

    /** The first stamp over what was appended after the month's last stamp; null when there is none, or none is needed. */
    private @Nullable Map<String, @Nullable Object> cover() throws SQLException {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        each(
                CHECKPOINT + " where s.size = (select min(size) from evidence_stamp where size >= ?) and c.size > ?",
                row -> {
                    Map<String, @Nullable Object> cover = checkpoint(row);
                    cover.put(
                            "consistency",
                            ConsistencyProof.create(suite, tree(), range.to(), row.getLong(1)).stream()
                                    .map(Base64Text::encode)
                                    .toList());
                    found.add(cover);
                },
                range.to(),
                range.to());
        return found.isEmpty() || range.to() == 0 ? null : found.get(0);
    }

    private static Map<String, @Nullable Object> checkpoint(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("cosignatures", List.of((String[]) row.getArray(5).getArray()));
        line.put("note", row.getString(2));
        byte[] token = row.getBytes(3);
        line.put("stamp", token == null ? null : stamp(token, row.getString(4)));
        return line;
    }

    private static Map<String, Object> stamp(byte[] token, String chain) {
        List<String> blocks = Arrays.stream(chain.split(END))
                .filter(part -> !part.isBlank())
                .map(part -> part + END)
                .toList();
        return Map.of("certificates", blocks, "token", Base64Text.encode(token));
    }

    private void submissions(DataOutputStream out) throws IOException, SQLException {
        each(
                LARGE_PORTION,
                "select s.seq, s.id, s.party, s.message_id, s.file_name, s.channel, s.mapping, s.digest, s.bytes, s.state,"
                        + " s.received_at, s.finished_at, s.received, s.accepted, s.rejected, s.duplicate, s.skipped,"
                        + " s.first_entry, s.last_entry, s.receipt, s.supplement, s.salt, o.evidence, o.certificate,"
                        + OriginColumns.SELECTED + " from submission s" + OriginColumns.JOINED + " where " + OF_MONTH
                        // In the order in which the entries ask for them.
                        + " order by s.first_entry nulls last, s.seq",
                row -> line(out, submission(row)),
                range.begin(),
                range.end(),
                range.to(),
                range.from());
    }

    private static Map<String, @Nullable Object> submission(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("seq", row.getLong(1));
        line.put("id", row.getString(2));
        line.put("party", row.getString(3));
        line.put("messageId", row.getString(4));
        line.put("fileName", row.getString(5));
        line.put("channel", row.getString(6));
        line.put("mapping", row.getString(7));
        line.put("digest", Base64Text.encode(row.getBytes(8)));
        line.put("bytes", row.getLong(9));
        line.put("state", row.getString(10));
        line.put("receivedAt", time(row, 11));
        line.put("finishedAt", time(row, 12));
        line.put("received", row.getLong(13));
        line.put("accepted", row.getLong(14));
        line.put("rejected", row.getLong(15));
        line.put("duplicate", row.getLong(16));
        line.put("skipped", row.getLong(17));
        line.put("firstEntry", row.getObject(18, Long.class));
        line.put("lastEntry", row.getObject(19, Long.class));
        line.put("receipt", base64(row.getBytes(20)));
        line.put("supplement", base64(row.getBytes(21)));
        line.put("salt", Base64Text.encode(row.getBytes(22)));
        EntryOrigin origin = OriginColumns.read(row, 25);
        line.put("origin", origin == null ? null : origin(origin));
        line.put("evidence", base64(row.getBytes(23)));
        line.put("certificate", base64(row.getBytes(24)));
        return line;
    }

    private static Map<String, Object> origin(EntryOrigin origin) {
        return Map.of(
                "commitment", Base64Text.encode(origin.commitment()),
                "kind", origin.kind().code(),
                "signer", Base64Text.encode(origin.signer()));
    }

    private void raw(DataOutputStream out) throws IOException, SQLException {
        each(
                LARGE_PORTION,
                "select r.submission, r.number, r.first_line, r.content from raw_chunk r join submission s"
                        + " on s.seq = r.submission where " + OF_MONTH + " order by r.submission, r.number",
                row -> {
                    byte[] content = row.getBytes(4);
                    out.writeLong(row.getLong(1));
                    out.writeInt(row.getInt(2));
                    out.writeLong(row.getLong(3));
                    out.writeInt(content.length);
                    out.write(content);
                },
                range.begin(),
                range.end(),
                range.to(),
                range.from());
    }

    /** Which keys content was closed under, never the keys: a bundle must not outlive their destruction. */
    private void keys(DataOutputStream out) throws IOException, SQLException {
        each(
                "select id, party, month, generation, cipher, destroyed_at is not null from data_key where id in"
                        + " (select " + DataKey.numberIn("units") + " from ledger_entry"
                        + " where idx >= ? and idx < ? and octet_length(units) > 4"
                        + " union select " + DataKey.numberIn("r.content") + " from raw_chunk r"
                        + " join submission s on s.seq = r.submission where " + OF_MONTH + ") order by id",
                row -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("cipher", row.getString(5));
                    line.put("destroyed", row.getBoolean(6));
                    line.put("generation", row.getLong(4));
                    line.put("id", row.getLong(1));
                    line.put("month", row.getString(3).substring(0, 7));
                    line.put("party", row.getString(2));
                    line(out, line);
                },
                range.from(),
                range.to(),
                range.begin(),
                range.end(),
                range.to(),
                range.from());
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64Text.encode(bytes);
    }

    private static @Nullable String time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : SealTime.write(time.toInstant());
    }

    private static void line(DataOutputStream out, Map<String, ? extends @Nullable Object> members) throws IOException {
        out.write(CanonicalJson.write(members));
        out.write('\n');
    }

    @FunctionalInterface
    private interface Row {
        void take(ResultSet row) throws IOException, SQLException;
    }

    private void each(String sql, Row action, Object... parameters) throws SQLException {
        each(PORTION, sql, action, parameters);
    }

    private void each(int portion, String sql, Row action, Object... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            // Without autocommit the driver then holds one portion in memory, not the whole answer.
            select.setFetchSize(portion);
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    action.take(rows);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
