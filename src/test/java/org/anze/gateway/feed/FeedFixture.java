package org.anze.gateway.feed;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.MemoryVolumes;
import org.anze.gateway.access.SampleAgreement;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.FaultySource;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.nodes.SharedWork;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A ledger, one recipient with an agreement about Datong (1402…), and a courier with fault switches. The feed is driven by
 * the test, step by step, on the test's own thread.
 */
public final class FeedFixture {

    /** How long feeds gather; not at all unless a test wants it. */
    Duration gather = Duration.ZERO;

    public static final String RECIPIENT = "city-observer";

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_STEPS = 1000;

    public final JdbcClient jdbc;
    /** For transactions around what the feed does. */
    public final DataSource pool;
    /** Commits of the feed that fail when told to. */
    public final FaultySource store = new FaultySource(TestStores.freshSchema());

    public final DataKeys keys;
    final FeedRows rows;
    /** Those of another process on the same store; what it remembers is its own. */
    final FeedRows rowsElsewhere;

    final SampleEntries samples;
    public final List<Parcel> received = new ArrayList<>();
    /** What the recipient does with the next parcels; afterwards it confirms everything. */
    public final Deque<Answer> answers = new ArrayDeque<>();

    private final Path folder;
    public final LedgerReader reader;
    private final UnitCipher cipher;
    private final LedgerTransaction ledger;
    final VolumeLimits volumes = new VolumeLimits(new MemoryVolumes());
    private final Selection selection;
    private final ParcelMaker maker;
    private final SettableClock clock = new SettableClock(SampleSeals.NOW);
    private Agreements agreements;
    private Parties parties;
    private long submissions;

    /** Statements that were sent to the store. */
    final AtomicInteger statements = new AtomicInteger();

    /** What a recipient does with a parcel. */
    public interface Answer {
        Settlement to(Parcel parcel) throws IOException;
    }

    public FeedFixture(Path folder, String channel) throws IOException {
        this(folder, channel, pool -> SampleKeys.inMemory());
    }

    FeedFixture(Path folder, String channel, Function<DataSource, DataKeys> withKeys) throws IOException {
        this.folder = folder;
        this.pool = new DelegatingDataSource(store) {
            @Override
            public Connection getConnection() throws SQLException {
                return counted(super.getConnection());
            }
        };
        this.jdbc = JdbcClient.create(pool);
        this.keys = withKeys.apply(pool);
        this.cipher = new UnitCipher(keys);
        this.samples = new SampleEntries(pool, cipher);
        this.reader = new LedgerReader(jdbc, Suite.SM, cipher);
        this.ledger = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        this.rows = rowsOfANode(pool, keys);
        this.rowsElsewhere = rowsOfANode(pool, keys);
        this.selection = new Selection(reader, DEFINITIONS, new Discloser(purpose -> new byte[32]), rows, volumes);
        this.maker = new ParcelMaker(
                reader,
                DEFINITIONS,
                OutboundMappings::none,
                GATEWAY.signer(),
                GATEWAY.certificate(),
                new Envelopes(GATEWAY.signer(), GATEWAY.certificate(), folder, clock),
                clock);
        Files.createDirectories(folder.resolve(RECIPIENT).resolve("agreements"));
        Files.writeString(folder.resolve(RECIPIENT).resolve("party.yaml"), """
                id: city-observer
                type: CTY
                name: {zh: 观察用市级平台, en: Observer city}
                uscc: 91140105MAWX00152L
                regions: ["1402"]
                delivery:
                  channel: %s
                  endpoint: https://localhost:1/parcels
                  firstRetry: PT0.001S
                  longestRetry: PT0.002S
                  parcelSize: 3
                """.formatted(channel));
        agree(1, "2026-01-01", "");
    }

    private static FeedRows rowsOfANode(DataSource pool, DataKeys keys) {
        return new FeedRows(pool, new TransactionTemplate(new DataSourceTransactionManager(pool)), keys);
    }

    private Connection counted(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What a recipient without a parcel limit would be given from an entry on. */
    Selection.Chosen choose(long from) {
        return selection.choose(RECIPIENT, agreements, from, 500, clock.instant());
    }

    /** What tasks ask of feeds on this store. */
    public static GivenAgain again(DataSource pool, DataKeys keys, LedgerReader reader) {
        return new GivenAgain(reader, DEFINITIONS, rowsOfANode(pool, keys));
    }

    /** What decisions ask about these entries. */
    List<Facts> facts(long from, int limit) {
        LedgerFacts facts = new LedgerFacts(reader, DEFINITIONS);
        return reader.read(from, limit).stream().map(facts::of).toList();
    }

    /** Puts a version of the agreement in force. */
    public void agree(int version, String from, String more) throws IOException {
        writeAgreement(SampleAgreement.observed(version, from, more, "1402").text());
    }

    public void revoke(int version) throws IOException {
        agree(version, "2026-01-01", "revokedAt: 2026-11-01T00:00:00+08:00");
    }

    public void writeAgreement(String text) throws IOException {
        Files.writeString(folder.resolve(RECIPIENT).resolve("agreements/observed.yaml"), text);
        parties = Parties.load(folder);
        agreements = Agreements.load(folder, DEFINITIONS, parties);
    }

    void removeAgreement() throws IOException {
        Files.delete(folder.resolve(RECIPIENT).resolve("agreements/observed.yaml"));
        agreements = Agreements.load(folder, DEFINITIONS, parties);
    }

    /** Appends first versions in Datong. */
    public void append(String... keys) throws SQLException {
        append(samples.policies(++submissions, 0, true, keys));
    }

    /** Appends one version of a policy. */
    public void append(String key, long version, String region) throws SQLException {
        append(List.of(samples.policy(key, version, region)));
    }

    /** Appends as another node does: this one has nothing of it in memory. */
    void appendElsewhere(List<PreparedRecord> records) throws SQLException {
        SampleEntries.append(
                ledger,
                new LedgerReader(jdbc, Suite.SM, cipher),
                samples.batch(++submissions, 0, true, records),
                clock.instant());
        reader.refresh();
    }

    void append(List<PreparedRecord> records) throws SQLException {
        append(samples.batch(++submissions, 0, true, records));
    }

    private void append(Append batch) throws SQLException {
        SampleEntries.append(ledger, reader, batch, clock.instant());
    }

    /** The feed as a gateway starts it. */
    RecipientFeed start() {
        return start(Lease.ALONE);
    }

    /** The feed as one of several nodes starts it. */
    RecipientFeed start(Lease lease) {
        return start(lease, rows);
    }

    /** The feed as another node starts it. */
    RecipientFeed startElsewhere(Lease lease) {
        return start(lease, rowsElsewhere);
    }

    private RecipientFeed start(Lease lease, FeedRows ofNode) {
        return new RecipientFeed(
                parties.find(RECIPIENT).orElseThrow(),
                ofNode,
                selection,
                maker,
                this::deliver,
                () -> agreements,
                lease,
                gather,
                clock);
    }

    public FeedDispatcher dispatcher() {
        return new FeedDispatcher(
                rows,
                selection,
                maker,
                this::deliver,
                () -> agreements,
                SharedWork.ALONE,
                Ringer.NOBODY,
                gather,
                clock);
    }

    public Supplier<Parties> parties() {
        return () -> parties;
    }

    public Supplier<Agreements> agreements() {
        return () -> agreements;
    }

    private Settlement deliver(org.anze.gateway.party.Party recipient, Parcel parcel) throws IOException {
        Answer answer = answers.poll();
        Settlement settlement = answer == null ? new Settlement.Acknowledged() : answer.to(parcel);
        received.add(parcel);
        return settlement;
    }

    /** Lets a feed of its own do all there is to do. */
    public void drain() {
        drain(start());
    }

    /** Steps until the feed has nothing to do. */
    static void drain(RecipientFeed feed) {
        int steps = 0;
        while (feed.attempt()) {
            if (++steps == MOST_STEPS) {
                throw new IllegalStateException("the feed does not come to rest");
            }
        }
    }

    public Clock clock() {
        return clock;
    }

    public void pass(Duration time) {
        clock.pass(time);
    }

    /** {@code 1: P-1 P-2 -P-3 [AGREEMENT_ENDED]} – a parcel's number, what it gives, withdraws and says. */
    static String say(Parcel parcel) {
        JsonNode json = JSON.readTree(new String(parcel.document(), StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder().append(parcel.number()).append(':');
        for (JsonNode entry : json.path("evidence").path("entries")) {
            JsonNode key = entry.path("units").path(0).path("value");
            text.append(' ').append(key.path("policyNo").asString());
            if (key.path("version").asLong() > 1) {
                text.append('v').append(key.path("version").asLong());
            }
        }
        for (JsonNode withdrawal : json.path("evidence").path("withdrawals")) {
            text.append(" -").append(withdrawal.path("businessKey").asString());
        }
        if (json.path("manifest").path("statement").isString()) {
            text.append(" [")
                    .append(json.path("manifest").path("statement").asString())
                    .append(']');
        }
        return text.toString();
    }

    public List<String> receivedInWords() {
        return received.stream().map(FeedFixture::say).toList();
    }

    static Answer fails() {
        return parcel -> {
            throw new IOException("recipient is down");
        };
    }

    /** The recipient has the parcel, and we do not know it. */
    Answer losesTheAnswer() {
        return parcel -> {
            received.add(parcel);
            throw new IOException("connection reset");
        };
    }

    public static Answer refuses(long index) {
        return parcel -> new Settlement.Refused(List.of(new Settlement.RefusedRecord(index, "not mine")));
    }

    static Answer answersLater() {
        return parcel -> new Settlement.AwaitingReceipt();
    }

    public String states() {
        return String.join(
                " ",
                jdbc.sql("select number || '=' || state from parcel order by number")
                        .query(String.class)
                        .list());
    }
}
