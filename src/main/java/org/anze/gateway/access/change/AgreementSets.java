package org.anze.gateway.access.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.change.AgreementChange.Word;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sets of agreement texts in PostgreSQL. Safe for several threads; transactions are the caller's. */
final class AgreementSets {

    private static final String COLUMNS = "id, party, digest, party_type, uscc, state, found_at,"
            + " proposed_by, proposed_at, proposed_reason, decided_by, decided_at, decided_reason, reach, figures_held";
    private static final String EXTENSION = ".yaml";

    private final JdbcClient jdbc;
    private final Suite suite;

    AgreementSets(JdbcClient jdbc, Suite suite) {
        this.jdbc = jdbc;
        this.suite = suite;
    }

    /** Where a set stands. Names are stored. */
    enum State {
        FOUND,
        PROPOSED,
        REJECTED,
        IN_FORCE,
        ENDED
    }

    /**
     * A set without its texts.
     *
     * @param proposed the first person's word
     * @param decided the second person's word
     * @param reach null when it was not recorded
     * @param figuresHeld of which record types nothing may be counted
     */
    record Row(
            long id,
            String party,
            byte[] digest,
            PartyType type,
            String uscc,
            State state,
            Instant foundAt,
            @Nullable Word proposed,
            @Nullable Word decided,
            @Nullable Reach reach,
            Set<RecordType> figuresHeld) {}

    /** Lets one node at a time compare files and texts, until the transaction ends. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('org.anze.gateway.access.change', 0))")
                .query((row, number) -> "")
                .list();
    }

    /** Whether files are compared for the very first time; whatever is found, the next time is not the first. */
    boolean beginsNow(Instant now) {
        return jdbc.sql("insert into agreement_baseline (at) values (?) on conflict do nothing")
                        .param(at(now))
                        .update()
                == 1;
    }

    /** How often a set came into force; another number than before tells other nodes to read again. */
    long revision() {
        return jdbc.sql("select count(*) from agreement_set where in_force_at is not null")
                .query(Long.class)
                .single();
    }

    /** What is in force, by party. */
    Map<String, Row> inForce() {
        Map<String, Row> rows = new TreeMap<>();
        jdbc.sql("select " + COLUMNS + " from agreement_set where state = 'IN_FORCE'")
                .query((row, number) -> row(row))
                .list()
                .forEach(row -> rows.put(row.party(), row));
        return rows;
    }

    Optional<Row> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from agreement_set where id = ?")
                .param(id)
                .query((row, number) -> row(row))
                .optional();
    }

    /** The set of these texts that never was in force yet. */
    Optional<Row> open(String party, byte[] digest) {
        return jdbc.sql("select " + COLUMNS + " from agreement_set"
                        + " where party = ? and digest = ? and in_force_at is null")
                .params(party, digest)
                .query((row, number) -> row(row))
                .optional();
    }

    /** A set with its texts as they are stored; the caller compares the digest. */
    AgreementSet read(Row row) {
        List<AgreementText> texts = jdbc.sql("select f.name, t.content from agreement_set_file f"
                        + " join agreement_text t on t.digest = f.text where f.agreement_set = ? order by f.name")
                .param(row.id())
                .query((file, number) -> new AgreementText(row.party(), file.getString(1), file.getBytes(2)))
                .list();
        return new AgreementSet(row.party(), row.type(), row.uscc(), row.reach(), texts, row.figuresHeld());
    }

    /** Version by file name. */
    Map<String, Integer> versions(long id) {
        Map<String, Integer> versions = new TreeMap<>();
        jdbc.sql("select name, version from agreement_set_file where agreement_set = ?")
                .param(id)
                .query((file, number) -> versions.put(file.getString(1), file.getInt(2)))
                .list();
        return versions;
    }

    /** {@code supervision-shanxi/1} and so on, by file name. */
    List<String> names(long id) {
        List<String> names = new ArrayList<>();
        versions(id).forEach((file, version) -> names.add(file.replace(EXTENSION, "") + "/" + version));
        return names;
    }

    /** Whether texts are those that the row speaks of. */
    boolean isWhole(Row row, AgreementSet set) {
        return Arrays.equals(row.digest(), set.digest(suite));
    }

    /** Keeps a set that was found, with its texts, unless it is kept already. */
    Row keep(AgreementSet set, Map<String, Integer> versions, Instant now) {
        byte[] digest = set.digest(suite);
        Optional<Row> known = open(set.party(), digest);
        if (known.isPresent()) {
            return known.get();
        }
        long id = jdbc.sql("insert into agreement_set (party, digest, party_type, uscc, reach, figures_held, state,"
                        + " found_at) values (?, ?, ?, ?, ?, ?, 'FOUND', ?) returning id")
                .params(
                        set.party(),
                        digest,
                        set.type().name(),
                        set.uscc(),
                        set.reach() == null ? null : set.reach().text(),
                        set.figuresHeld().isEmpty()
                                ? null
                                : set.figuresHeld().stream()
                                        .map(RecordType::code)
                                        .collect(Collectors.joining(",")),
                        at(now))
                .query(Long.class)
                .single();
        for (AgreementText text : set.texts()) {
            byte[] of = suite.hash(text.content());
            jdbc.sql("insert into agreement_text (digest, content) values (?, ?) on conflict do nothing")
                    .params(of, text.content())
                    .update();
            jdbc.sql("insert into agreement_set_file (agreement_set, name, version, text) values (?, ?, ?, ?)")
                    .params(id, text.name(), versions.getOrDefault(text.name(), 0), of)
                    .update();
        }
        return find(id).orElseThrow(() -> new IllegalStateException("a row just written is gone"));
    }

    /** @return whether it was there to be proposed */
    boolean propose(long id, Word word) {
        return jdbc.sql("update agreement_set s set state = 'PROPOSED', proposed_by = ?, proposed_at = ?,"
                                + " proposed_over = (select r.id from agreement_set r where r.party = s.party"
                                + " and r.state = 'IN_FORCE'), proposed_reason = ?, decided_by = null, decided_at = null, decided_reason = null"
                                + " where id = ? and state in ('FOUND', 'REJECTED')")
                        .params(word.person(), at(word.at()), word.reason(), id)
                        .update()
                == 1;
    }

    /** Whether what was in force when it was proposed still is. */
    boolean isProposedOverWhatRules(long id) {
        return jdbc.sql("select s.proposed_over is not distinct from (select r.id from agreement_set r"
                        + " where r.party = s.party and r.state = 'IN_FORCE') from agreement_set s where s.id = ?")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /**
     * Lets the words lapse that were said about anything else than what now waits, over something else than what is now
     * in force, or long ago.
     *
     * @param waiting the set that waits; null for none
     */
    void lapse(String party, @Nullable Long waiting, Instant oldest) {
        jdbc.sql("update agreement_set s set state = 'FOUND', proposed_by = null, proposed_at = null,"
                        + " proposed_reason = null, proposed_over = null, decided_by = null, decided_at = null,"
                        + " decided_reason = null where s.party = ? and s.in_force_at is null and s.state <> 'FOUND'"
                        + " and (s.id is distinct from ?::bigint or s.state = 'PROPOSED' and (s.proposed_at < ?"
                        + " or s.proposed_over is distinct from (select r.id from agreement_set r"
                        + " where r.party = s.party and r.state = 'IN_FORCE')))")
                .params(party, waiting, at(oldest))
                .update();
    }

    /** @return whether it was there to be rejected */
    boolean reject(long id, Word word) {
        return jdbc.sql("update agreement_set set state = 'REJECTED', decided_by = ?, decided_at = ?,"
                                + " decided_reason = ? where id = ? and state in ('FOUND', 'PROPOSED')")
                        .params(word.person(), at(word.at()), word.reason(), id)
                        .update()
                == 1;
    }

    /** Puts a set in force in place of the one that is. */
    void enforce(Row row, KeptVersion.Manner manner, @Nullable Word decided, Instant now) {
        jdbc.sql("update agreement_set set state = 'ENDED', ended_at = ? where party = ? and state = 'IN_FORCE'")
                .params(at(now), row.party())
                .update();
        int changed = jdbc.sql(
                        "update agreement_set set state = 'IN_FORCE', manner = ?, in_force_at = ?, decided_by = ?,"
                                + " decided_at = ?, decided_reason = ? where id = ? and in_force_at is null")
                .params(
                        manner.name(),
                        at(now),
                        decided == null ? null : decided.person(),
                        decided == null ? null : at(decided.at()),
                        decided == null ? null : decided.reason(),
                        row.id())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("the set is in force already or gone: " + row.id());
        }
    }

    /** The text that was in force first under this name and version. */
    Optional<byte[]> content(String party, String name, int version) {
        return jdbc.sql("select t.content from agreement_set s join agreement_set_file f on f.agreement_set = s.id"
                        + " join agreement_text t on t.digest = f.text where s.party = ? and f.name = ?"
                        + " and f.version = ? and s.in_force_at is not null order by s.id limit 1")
                .params(party, name, version)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    /** What is or was in force of a party, the newest first; at most {@code limit}. */
    List<KeptVersion> history(String party, int limit) {
        return jdbc.sql(
                        "select f.name, f.version, f.text, s.manner, s.proposed_by, s.decided_by, s.in_force_at, s.ended_at"
                                + " from agreement_set s join agreement_set_file f on f.agreement_set = s.id"
                                + " where s.party = ? and s.in_force_at is not null order by s.id desc, f.name limit ?")
                .params(party, limit)
                .query((row, number) -> new KeptVersion(
                        party,
                        row.getString(1).replace(EXTENSION, ""),
                        row.getInt(2),
                        HexFormat.of().formatHex(row.getBytes(3)),
                        KeptVersion.Manner.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getString(6),
                        instant(row, 7),
                        row.getObject(8) == null ? null : instant(row, 8)))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getString(2),
                row.getBytes(3),
                PartyType.valueOf(row.getString(4)),
                row.getString(5),
                State.valueOf(row.getString(6)),
                instant(row, 7),
                word(row, 8),
                word(row, 11),
                row.getString(14) == null ? null : Reach.parse(row.getString(14)),
                types(row.getString(15)));
    }

    private static Set<RecordType> types(@Nullable String codes) {
        return codes == null
                ? Set.of()
                : Arrays.stream(codes.split(","))
                        .map(code -> RecordType.byCode(code).orElseThrow())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Word word(ResultSet row, int column) throws SQLException {
        String person = row.getString(column);
        return person == null ? null : new Word(person, instant(row, column + 1), row.getString(column + 2));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
