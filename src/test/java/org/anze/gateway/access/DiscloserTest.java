package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.DisclosedRecord.Unit;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscloserTest {

    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Scope SCOPE = new Scope("140212", "01", "insurer-jia");

    private final Discloser discloser =
            new Discloser(purpose -> ("demo-key-" + purpose + "-2026").getBytes(StandardCharsets.UTF_8));
    private AgreementFiles files;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        files = new AgreementFiles(folder);
    }

    private static SealedRecord policy() {
        return SealedSamples.record(
                RecordType.POLICY,
                17,
                SCOPE,
                Map.of(
                        "policyNo", "AJIA202414021200001",
                        "insured", "91140212MAXX00015K",
                        "startAt", "2024-01-31T00:00:00+08:00",
                        "premium", 6_111_583L,
                        "feeRateAgreed", 180_000L,
                        "signDate", "2024-01-29",
                        "handler", "张三"));
    }

    private static SealedRecord claim() {
        return SealedSamples.record(
                RecordType.CLAIM,
                18,
                SCOPE,
                Map.of(
                        "claimNo",
                        "DING2024140001",
                        "reporter",
                        "李四",
                        "reporterMobile",
                        "13800000000",
                        "estimate",
                        40_000_000L,
                        "stages",
                        List.of(Map.of(
                                "stage", "PREPAY",
                                "at", "2024-03-16T00:00:00+08:00",
                                "by", "王五",
                                "amount", 10_000_000L,
                                "note", "家属电话13900000000")),
                        "victims",
                        List.of(Map.of(
                                "personKey", "110101190001010006",
                                "role", "从业人员",
                                "outcome", "伤残3",
                                "paid", 40_000_000L,
                                "payee", "受害人",
                                "account", "6222020200011112222",
                                "diagnosis", "右腿骨折"))));
    }

    private DisclosedRecord disclose(SealedRecord record, String persons, String give, String mask) {
        files.with(
                "platform",
                "one.yaml",
                AgreementFiles.GOOD
                        .replace("purpose: SUP", "purpose: SUP\npersons: " + persons)
                        .replace("type: policy", "type: " + record.type().code())
                        .replace("[parties, period]", "[" + give + "]")
                        .replace("[premium]", "[" + mask + "]"));
        Agreements agreements = files.load();
        assertThat(agreements.broken()).isEmpty();
        Permit permit = (Permit) AgreementFiles.decide(agreements, "platform", record.type(), SCOPE, MAY);
        return discloser.disclose(record, SealedSamples.DEFINITIONS.of(record.type()), permit);
    }

    private static Unit unit(DisclosedRecord record, String name) {
        return record.units().stream()
                .filter(unit -> unit.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String value(DisclosedRecord record, String unit) {
        return new String(unit(record, unit).value(), StandardCharsets.UTF_8);
    }

    @Test
    void neverOpensAWithheldUnit() {
        SealedRecord record = policy();
        DisclosedRecord disclosed = disclose(record, "masked", "parties, period", "premium");
        assertThat(SealedSamples.spy(record).opened).containsExactly("key", "scope", "parties", "period", "premium");
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(RecordType.POLICY);
        assertThat(disclosed.units()).extracting(Unit::name).isEqualTo(definition.units());
        Unit people = unit(disclosed, "people");
        assertThat(people.manner()).isEqualTo(Manner.WITHHELD);
        assertThat(people.value()).isNull();
        assertThat(people.salt()).isNull();
        assertThat(people.hash()).asString(StandardCharsets.UTF_8).isEqualTo("hash of people");
    }

    @Test
    void givesUnitsExactlyAsTheyWereSealed() {
        SealedRecord record = policy();
        DisclosedRecord disclosed = disclose(record, "masked", "parties, period", "premium");
        Unit parties = unit(disclosed, "parties");
        assertThat(parties.manner()).isEqualTo(Manner.GIVEN);
        assertThat(parties.hash()).isNull();
        assertThat(parties.salt()).hasSize(16);
        assertThat(value(disclosed, "parties")).isEqualTo("{\"insured\":\"91140212MAXX00015K\"}");
        assertThat(value(disclosed, "key"))
                .isEqualTo("{\"op\":\"CREATE\",\"policyNo\":\"AJIA202414021200001\",\"version\":1}");
        assertThat(disclosed.agreement()).isEqualTo("one");
        assertThat(disclosed.agreementVersion()).isEqualTo(1);
        assertThat(disclosed.withdrawal()).isFalse();
    }

    @Test
    void masksAmountsToBandsWithoutASalt() {
        DisclosedRecord disclosed = disclose(policy(), "masked", "parties", "premium, people");
        Unit premium = unit(disclosed, "premium");
        assertThat(premium.manner()).isEqualTo(Manner.MASKED);
        assertThat(premium.salt()).isNull();
        assertThat(premium.hash()).isNotNull();
        assertThat(value(disclosed, "premium"))
                .isEqualTo("{\"feeRateAgreed\":\"15%-20%\",\"premium\":\"5万-10万元\",\"signDate\":\"2024-01\"}");
        assertThat(value(disclosed, "people")).isEqualTo("{\"handler\":\"张*\"}");
    }

    @Test
    void leavesAnAbsentUnitNull() {
        DisclosedRecord disclosed = disclose(policy(), "masked", "headcount", "limits");
        assertThat(value(disclosed, "headcount")).isEqualTo("null");
        assertThat(value(disclosed, "limits")).isEqualTo("null");
    }

    @Test
    void masksVictimsAndPeopleOfAClaim() {
        DisclosedRecord disclosed = disclose(claim(), "masked", "subject", "victims, people, handling, amounts");
        String pseudonym = "736da1b2e322fee4499c6ea79fb1e0e5eeb21c8ab500b9ac272815205657818d";
        assertThat(value(disclosed, "victims"))
                .isEqualTo("{\"victims\":[{\"account\":\"****2222\",\"outcome\":\"伤残1-4级\",\"paid\":\"10万-50万元\","
                        + "\"payee\":\"受害人\",\"personKey\":\"" + pseudonym + "\",\"role\":\"从业人员\"}]}");
        assertThat(value(disclosed, "people")).isEqualTo("{\"reporter\":\"李*\",\"reporterMobile\":\"138****0000\"}");
        assertThat(value(disclosed, "handling"))
                .isEqualTo("{\"stages\":[{\"amount\":\"10万-50万元\",\"at\":\"2024-03-16T00:00:00+08:00\",\"by\":\"王*\","
                        + "\"note\":\"家属电话139****0000\",\"stage\":\"PREPAY\"}]}");
        assertThat(value(disclosed, "amounts")).isEqualTo("{\"estimate\":\"10万-50万元\"}");
    }

    @Test
    void pseudonymisesPeopleWhereThatWasAgreed() {
        DisclosedRecord disclosed = disclose(claim(), "pseudonymised", "subject", "victims, people, handling");
        for (String unit : List.of("victims", "people", "handling")) {
            assertThat(value(disclosed, unit))
                    .doesNotContain("李", "王", "138", "139****1", "骨折", "622202")
                    .containsPattern("[0-9a-f]{64}");
        }
        assertThat(value(disclosed, "people").length()).isGreaterThan(2 * 64);
    }

    /** Recipients are mostly shown the same; what they are shown is worked out once. */
    @Test
    void opensAMaskedUnitOnceForSeveralRecipients() {
        DisclosedRecord first = disclose(policy(), "masked", "parties", "premium, people");
        SealedRecord again = policy();
        DisclosedRecord second = disclose(again, "masked", "period", "premium, people");
        assertThat(SealedSamples.spy(again).opened).doesNotContain("premium", "people");
        assertThat(value(second, "premium")).isEqualTo(value(first, "premium"));
        assertThat(value(second, "people")).isEqualTo(value(first, "people")).contains("张*");

        assertThat(unit(second, "people").masked())
                .as("with the hash of the value")
                .isSameAs(unit(first, "people").masked());

        SealedRecord other = SealedSamples.record(RecordType.POLICY, 20, SCOPE, Map.of("handler", "王五", "premium", 1L));
        DisclosedRecord third = disclose(other, "masked", "period", "premium, people");
        assertThat(value(third, "people")).contains("王*");
        assertThat(value(third, "premium")).isNotEqualTo(value(first, "premium"));
        assertThat(value(disclose(policy(), "pseudonymised", "period", "people"), "people"))
                .doesNotContain("张*")
                .containsPattern("[0-9a-f]{64}");
    }

    @Test
    void keepsNoPseudonym() {
        AtomicInteger version = new AtomicInteger(1);
        PseudonymKeys rotating = new PseudonymKeys() {
            @Override
            public byte[] key(String purpose) {
                return new byte[32];
            }

            @Override
            public Key current(String purpose) {
                return new Key(version.get(), new byte[] {version.byteValue()});
            }
        };
        Discloser discloser = new Discloser(rotating);
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(RecordType.POLICY);
        DisclosedRecord old = disclose(policy(), "pseudonymised", "period", "people");
        Permit permit = (Permit) AgreementFiles.decide(files.load(), "platform", RecordType.POLICY, SCOPE, MAY);
        String before = value(discloser.disclose(old.sealed(), definition, permit), "people");
        version.set(2);

        assertThat(value(discloser.disclose(old.sealed(), definition, permit), "people"))
                .isNotEqualTo(before)
                .contains("v2:");
    }

    @Test
    void withholdsTheUnitsOfALaterVersionUntilAnAgreementNamesThem() {
        assertThat(enterprise(2, "identity")).containsExactly("key", "scope", "identity");
        assertThat(enterprise(2, "identity, premises")).containsExactly("key", "scope", "identity", "premises");
    }

    @Test
    void givesOlderRecordsUnderAnAgreementThatNamesLaterUnits() {
        assertThat(enterprise(1, "identity, premises")).containsExactly("key", "scope", "identity");
    }

    /** The units of a record of that version that were opened; each of its own units has a place in the view. */
    private List<String> enterprise(int version, String give) {
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(RecordType.ENTERPRISE, version);
        SealedRecord record = SealedSamples.record(definition, 19, SCOPE, Map.of("name", "示例机械有限公司"));
        files.with(
                "platform",
                "one.yaml",
                AgreementFiles.GOOD
                        .replace("type: policy", "type: enterprise")
                        .replace("[parties, period]", "[" + give + "]")
                        .replace("[premium]", "[people]"));
        Permit permit = (Permit) AgreementFiles.decide(files.load(), "platform", RecordType.ENTERPRISE, SCOPE, MAY);
        // Of its own: one that had masked the same unit before would not open it again.
        Discloser discloser = new Discloser(purpose -> new byte[32]);
        DisclosedRecord disclosed = discloser.disclose(record, definition, permit);
        assertThat(disclosed.units()).extracting(Unit::name).isEqualTo(definition.units());
        List<String> opened = new ArrayList<>(SealedSamples.spy(record).opened);
        assertThat(opened.remove("people")).isTrue();
        return opened;
    }

    @Test
    void withdrawsWithoutOpeningAnything() {
        SealedRecord record = policy();
        DisclosedRecord withdrawn = discloser.withdraw(record, "one", 3);
        assertThat(withdrawn.withdrawal()).isTrue();
        assertThat(withdrawn.units()).isEmpty();
        assertThat(withdrawn.agreementVersion()).isEqualTo(3);
        assertThat(SealedSamples.spy(record).opened).isEmpty();
    }

    @Test
    void refusesTheDefinitionOfAnotherType() {
        files.with("platform", "one.yaml", AgreementFiles.GOOD);
        Permit permit = (Permit) AgreementFiles.decide(files.load(), "platform", RecordType.POLICY, SCOPE, MAY);
        assertThatThrownBy(() -> discloser.disclose(claim(), SealedSamples.DEFINITIONS.of(RecordType.POLICY), permit))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
