package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.Verdict;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a month whose data key two people destroyed, over a real ledger. */
class DestroyedKeyTest {

    private static final Instant LONG_AGO = SampleSeals.NOW.minus(java.time.Duration.ofDays(100));

    @TempDir
    private Path folder;

    private SampleKeyDesk keys;
    private FeedFixture fixture;

    @BeforeEach
    void appendTwoMonths() throws Exception {
        fixture = new FeedFixture(folder, "REST", this::keys);
        fixture.append(List.of(
                fixture.samples.policy(LONG_AGO, "P-1", 1, "140212"),
                fixture.samples.policy("P-2", 1, "140212"),
                fixture.samples.policy(LONG_AGO, "P-3", 1, "140212")));
    }

    private DataKeys keys(DataSource pool) {
        try {
            keys = new SampleKeyDesk(pool, folder.resolve("keys"), SampleSeals.NOW);
            return keys.keys();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void destroy() {
        YearMonth month = YearMonth.from(LONG_AGO.atZone(java.time.ZoneId.of("Asia/Shanghai")));
        long request =
                keys.desk().requestDestruction(Actor.person("wang"), SampleEntries.PROVIDER, month, "安监函〔2026〕1号");
        keys.desk().approveDestruction(request, Actor.person("li"));
    }

    @Test
    void givesOfADestroyedMonthWhatProvesThatItWasThereAndNoUnit() throws Exception {
        destroy();

        drain(fixture.start());

        assertThat(fixture.received).hasSize(1);
        Parcel parcel = fixture.received.get(0);
        Map<?, ?> evidence =
                (Map<?, ?>) CanonicalJson.parseObject(parcel.document()).get("evidence");
        assertThat(((List<?>) evidence.get("entries")).stream().map(DestroyedKeyTest::values))
                .containsExactly(0L, 5L, 0L);
        ParcelVerifier verifier = new ParcelVerifier(
                UnitCatalogue.builtIn(), SampleSeals.gateway(Suite.SM).trust());
        assertThat(verifier.verify(parcel.document(), name -> null)).isInstanceOf(Verdict.Verified.class);
    }

    /** How many units stand there with a value. */
    private static long values(Object entry) {
        return ((List<?>) ((Map<?, ?>) entry).get("units"))
                .stream()
                        .filter(unit -> ((Map<?, ?>) unit).containsKey("value"))
                        .count();
    }

    @Test
    void meetsNoConditionOnWhatCanNoLongerBeRead() throws Exception {
        fixture.agree(1, "2026-01-01", "");
        fixture.writeAgreement(Files.readString(folder.resolve("city-observer/agreements/observed.yaml"))
                .replace("  - type: policy\n", "  - type: policy\n    where: status != \"CANCELLED\"\n"));
        destroy();

        drain(fixture.start());

        assertThat(fixture.receivedInWords()).containsExactly("1: P-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSV", "XLSX", "NDJSON", "XML"})
    void rendersWhatCanNoLongerBeReadInEveryFormat(String format) throws Exception {
        Path file = folder.resolve("city-observer/party.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("channel: REST", "channel: SFTP")
                        .replace("https://localhost:1/parcels", "sftp://nobody@localhost:1/in")
                        .replace("parcelSize: 3", "parcelSize: 3\n  format: " + format));
        fixture.agree(1, "2026-01-01", "");
        destroy();

        drain(fixture.start());

        assertThat(fixture.received.get(0).renditions()).hasSize(1);
    }

    @Test
    void keepsHashesAndTreeOfADestroyedMonth() throws Exception {
        byte[] before = fixture.reader.read(0, 1).get(0).units().hash(0);
        destroy();

        var record = fixture.reader.read(List.of(0L)).get(0);

        assertThat(record.units().readable()).isFalse();
        assertThat(record.units().hash(0)).isEqualTo(before);
        assertThatThrownBy(() -> record.units().open(0))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        problem -> assertThat(problem.finding().code()).isEqualTo("KEY-0001"));
        assertThat(fixture.reader.read(List.of(1L)).get(0).units().readable()).isTrue();
    }

    /** Without asking whether it is still needed, as a fault of the key store would. */
    private void destroyKeyOfParcel(long number) {
        byte[] stored = fixture.jdbc
                .sql("select document from parcel where number = ?")
                .param(number)
                .query(byte[].class)
                .single();
        assertThat(stored[0]).isNotEqualTo((byte) '{');
        int key = fixture.jdbc
                .sql("select " + DataKey.numberIn("document") + " from parcel where number = ?")
                .param(number)
                .query(Integer.class)
                .single();
        fixture.jdbc
                .sql("update data_key set wrapped = null, destroyed_at = now() where id = ?")
                .param(key)
                .update();
        fixture.jdbc.sql("update key_state set revision = revision + 1").update();
        Awaitility.await().until(() -> keys.keys().find(key).isEmpty());
    }

    @Test
    void emptiesAParcelThatCanNoLongerBeReadAndGivesItsRecordsInTheNextOne() throws Exception {
        fixture.answers.add(FeedFixture.fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.append(List.of(fixture.samples.policy(LONG_AGO.plus(Duration.ofDays(40)), "P-4", 1, "140212")));
        long size = fixture.rows.parcels().open(FeedFixture.RECIPIENT).get(0).checkpointSize();
        assertThat(size).isEqualTo(3);
        destroyKeyOfParcel(1);
        fixture.pass(Duration.ofDays(31));

        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            drain(feed);
            return fixture.received.size() == 3;
        });

        assertThat(fixture.receivedInWords()).containsExactly("1: [CONTENT_DESTROYED]", "2: P-1 P-2 P-3", "3: P-4");
        assertThat(new String(fixture.received.get(0).document(), StandardCharsets.UTF_8))
                .contains("\"checkpointSize\":" + size + ",");
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED 2=ACKNOWLEDGED 3=ACKNOWLEDGED");
    }

    @Test
    void keepsNoContentInMemoryWhoseKeyWasDestroyed() throws Exception {
        fixture.answers.add(FeedFixture.fails());
        drain(fixture.start());
        byte[] mark = fixture.jdbc
                .sql("select substring(document for ?) from parcel where number = 1")
                .param(ParcelsAtHand.MARK)
                .query(byte[].class)
                .single();
        ParcelsAtHand atHand = fixture.rows.parcels().atHand();
        assertThat(atHand.find(FeedFixture.RECIPIENT, 1, mark)).isNotNull();
        destroyKeyOfParcel(1);

        assertThatThrownBy(() -> fixture.rows.parcels().parcel(FeedFixture.RECIPIENT, 1))
                .isInstanceOf(SenderMustCorrect.class);

        assertThat(atHand.find(FeedFixture.RECIPIENT, 1, mark)).isNull();
    }

    @Test
    void sendsNoParcelAgainWhoseKeyWasDestroyed() throws Exception {
        drain(fixture.start());
        destroyKeyOfParcel(1);

        FeedDispatcher dispatcher = fixture.dispatcher();

        assertThatThrownBy(() -> dispatcher.resend(FeedFixture.RECIPIENT, 1))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        problem -> assertThat(problem.finding().code()).isEqualTo("KEY-0001"));
        assertThat(fixture.jdbc
                        .sql("select count(*) from parcel where settled_at is null")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
