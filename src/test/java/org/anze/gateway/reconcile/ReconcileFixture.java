package org.anze.gateway.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.party.Parties;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryFixture;
import org.anze.gateway.query.SharedPlaces;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A ledger and parcels of one day, with the desk over them. Two senders, two recipients; people and units are invented. */
final class ReconcileFixture {

    static final String JIA = SampleEntries.PROVIDER;
    static final String BING = "insurer-bing";
    static final String CITY = QueryFixture.CITY;
    static final String LICENCE = QueryFixture.LICENCE;
    static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    /** Half past nine in China on {@link #DAY}. */
    static final Instant MORNING = SampleSeals.NOW;

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);

    final QueryFixture ledger;
    final ReconcileDesk desk;
    final ReconcileOverview overview;
    /** Places of all parties and people together. */
    final SharedPlaces together;

    private long number;
    private String recipient = "";

    ReconcileFixture(Path folder) throws IOException {
        this(
                folder,
                new ReconcileSettings(
                        64, 256, 20_000, 200, 20_000, 1000, 200, Duration.ofSeconds(60), 2, 4, Duration.ofHours(6)));
    }

    ReconcileFixture(Path folder, ReconcileSettings settings) throws IOException {
        sender(folder, JIA, "91140105MAWX0011X4");
        sender(folder, BING, "91140105MAWX00149P");
        this.together = new SharedPlaces(settings.together(), Duration.ZERO);
        this.ledger = new QueryFixture(folder);
        agree(CITY, "[\"14\"]");
        agree(LICENCE, "[\"14\"]");
        OwnSide own = new OwnSide(ledger.jdbc, Suite.SM);
        Balance balance = new Balance(ledger.jdbc);
        Naming naming = new Naming(
                ledger.reader,
                new LedgerFacts(ledger.reader, QueryFixture.DEFINITIONS),
                ledger::agreements,
                ledger.clock());
        Results results = new Results(ledger.jdbc, settings);
        Snapshots snapshots = new Snapshots(ledger.jdbc, ledger.transactions, settings.longestStatement(), together);
        DailySheets sheets = new DailySheets(
                ledger.jdbc,
                balance,
                own,
                results,
                GATEWAY.signer(),
                GATEWAY.certificate(),
                settings.settling(),
                ledger.clock());
        this.desk = new Reconciliations(
                ledger.queries(settings.longestStatement(), together),
                snapshots,
                balance,
                new RangeTree(own, naming, Suite.SM, settings),
                naming,
                new Comparison(own, naming, results, new Explanations(ledger.jdbc), settings, ledger.clock()),
                results,
                sheets,
                settings,
                ledger.clock());
        Parties parties = Parties.load(folder);
        this.overview = new ReconcileOverview(
                ledger.jdbc,
                ledger.transactions,
                GATEWAY.signer(),
                GATEWAY.certificate(),
                () -> parties,
                settings,
                together,
                ledger.clock());
    }

    private static void sender(Path folder, String id, String uscc) throws IOException {
        Files.createDirectories(folder.resolve(id).resolve("agreements"));
        Files.writeString(folder.resolve(id).resolve("party.yaml"), """
                id: %s
                type: INS
                name: {zh: 保险公司, en: Insurer}
                uscc: %s
                """.formatted(id, uscc));
    }

    /** Gives a recipient the policies of these regions. */
    void agree(String party, String regions) throws IOException {
        ledger.agree(party, "SUP", regions, "", "- type: policy\n  units: {give: [parties, period, limits]}");
    }

    Asker asker(String party) {
        return ledger.asker(party, null, Purpose.COR);
    }

    PreparedRecord policy(String key, long version) {
        return policy(key, version, "140212", "91140212MAXX00015K");
    }

    PreparedRecord policy(String key, long version, String region, String insured) {
        return ledger.record(
                RecordType.POLICY,
                version,
                version == 1 ? Operation.CREATE : Operation.UPDATE,
                region,
                "01",
                "policyNo",
                key,
                "insured",
                insured);
    }

    /** Appends one submission received in the morning of {@link #DAY}. */
    void send(PreparedRecord... records) throws SQLException {
        ledger.append(List.of(records));
        ledger.jdbc
                .sql("update submission set received_at = ? where received_at <> ?")
                .params(MORNING.atOffset(ZoneOffset.UTC), MORNING.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A parcel of that morning; numbers go on by themselves. */
    void parcel(String to, String state, List<Long> entries, List<Long> withdrawals) {
        if (!to.equals(recipient)) {
            recipient = to;
            number = ledger.jdbc
                    .sql("select coalesce(max(number), 0) from parcel where recipient = ?")
                    .param(to)
                    .query(Long.class)
                    .single();
        }
        number++;
        boolean settled = state.equals("ACKNOWLEDGED") || state.equals("REFUSED");
        ledger.jdbc
                .sql(
                        "insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals, records,"
                                + " agreements, document, prepared_at, left_at, settled_at, checkpoint_size)"
                                + " values (?, ?, ?, 0, 1000000, ?, ?, ?, '[]', '', ?, ?, ?, 1)")
                .params(
                        to,
                        number,
                        state,
                        entries.toArray(Long[]::new),
                        withdrawals.toArray(Long[]::new),
                        entries.size() + withdrawals.size(),
                        MORNING.atOffset(ZoneOffset.UTC),
                        MORNING.atOffset(ZoneOffset.UTC),
                        settled ? MORNING.atOffset(ZoneOffset.UTC) : null)
                .update();
        ledger.jdbc
                .sql("insert into feed_cursor (recipient, next_entry, next_number, started_at, updated_at)"
                        + " values (?, 0, ?, now(), now())"
                        + " on conflict (recipient) do update set next_number = excluded.next_number")
                .params(to, number + 1)
                .update();
    }

    /** The recipient refused these of its last parcel. */
    void refused(long... entries) {
        for (long entry : entries) {
            ledger.jdbc
                    .sql("insert into parked_record (recipient, number, entry, reason, parked_at)"
                            + " values (?, ?, ?, 'x', now())")
                    .params(recipient, number, entry)
                    .update();
        }
    }

    /** What the recipient of a parcel hashes: the leaf of the ledger. */
    byte[] leaf(long entry) {
        return ledger.jdbc
                .sql("select leaf_hash from ledger_entry where idx = ?")
                .param(entry)
                .query(byte[].class)
                .single();
    }

    /** What the sender of a record hashes. */
    byte[] said(String key, long version) {
        return ledger.jdbc
                .sql("select digest from record_key where business_key = ? and version = ? and provider = ?")
                .params(key, version, JIA)
                .query(byte[].class)
                .single();
    }

    /** A list as a party writes it. */
    static byte[] listing(Direction direction, List<Item> items) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Item item : items) {
            records.add(Map.of(
                    "key",
                    item.businessKey(),
                    "provider",
                    item.provider(),
                    "version",
                    item.version(),
                    "digest",
                    Base64Text.encode(item.digest())));
        }
        return CanonicalJson.write(Map.of(
                "format",
                "anze-reconciliation/1",
                "direction",
                direction.code(),
                "type",
                "policy",
                "day",
                DAY.toString(),
                "records",
                records));
    }

    /** Control totals as a party writes them. */
    static byte[] total(Direction direction, long count, byte[] digest) {
        Map<String, Object> total = new HashMap<>(
                Map.of("direction", direction.code(), "type", "policy", "day", DAY.toString(), "count", count));
        if (digest != null) {
            total.put("digest", Base64Text.encode(digest));
        }
        return CanonicalJson.write(Map.of("format", "anze-reconciliation/1", "totals", List.of(total)));
    }

    static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    /** Posts and gives the one result. */
    JsonNode compare(String party, byte[] body) {
        JsonNode results = json(desk.compare(asker(party), body, false)).get("results");
        if (results.size() != 1) {
            throw new AssertionError(results.toString());
        }
        return results.get(0);
    }

    /** A stored result with its first page. */
    JsonNode result(String party, JsonNode result) {
        return json(desk.result(asker(party), result.get("id").asLong(), 0));
    }

    /** The differences of a list as {@code KIND key/version STATE}, all pages together. */
    List<String> differences(String party, JsonNode result) {
        List<String> found = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode page = json(desk.result(asker(party), result.get("id").asLong(), after));
            for (JsonNode one : page.get("differences")) {
                found.add(one.get("kind").asString() + " " + one.get("key").asString() + "/"
                        + one.get("version").asLong()
                        + (one.has("state") ? " " + one.get("state").asString() : ""));
            }
            if (!page.has("next")) {
                return found;
            }
            after = page.get("next").asLong();
        }
    }
}
