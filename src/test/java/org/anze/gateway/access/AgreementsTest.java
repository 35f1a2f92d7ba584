package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.anze.gateway.access.Decision.Deny;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.access.Decision.Reason;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementsTest {

    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Scope DATONG = new Scope("140212", "01", "insurer-jia");

    private AgreementFiles files;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        files = new AgreementFiles(folder);
    }

    private Decision decide(Agreements agreements, Scope scope, Instant now) {
        return AgreementFiles.decide(agreements, "platform", RecordType.POLICY, scope, now);
    }

    private static Reason reason(Decision decision) {
        return ((Deny) decision).reason();
    }

    @Test
    void deniesWhatNoAgreementNames() {
        Agreements agreements =
                files.with("platform", "one.yaml", AgreementFiles.GOOD).load();
        assertThat(reason(AgreementFiles.decide(agreements, "city", RecordType.POLICY, DATONG, MAY)))
                .isEqualTo(Reason.NO_AGREEMENT);
        assertThat(reason(AgreementFiles.decide(agreements, "nobody", RecordType.POLICY, DATONG, MAY)))
                .isEqualTo(Reason.NO_AGREEMENT);
        assertThat(reason(AgreementFiles.decide(agreements, "platform", RecordType.CLAIM, DATONG, MAY)))
                .isEqualTo(Reason.TYPE_NOT_COVERED);
        assertThat(agreements.mayEverReceive("platform", RecordType.CLAIM)).isFalse();
        assertThat(agreements.mayEverReceive("platform", RecordType.POLICY)).isTrue();
        assertThat(agreements.mayEverReceive("city", RecordType.POLICY)).isFalse();
    }

    @Test
    void permitsUnitByUnitAndWithholdsWhatIsNotNamed() {
        Agreements agreements =
                files.with("platform", "one.yaml", AgreementFiles.GOOD).load();
        Permit permit = (Permit) decide(agreements, DATONG, MAY);
        assertThat(permit.agreement().id()).isEqualTo("one");
        assertThat(permit.manner("key")).isEqualTo(Manner.GIVEN);
        assertThat(permit.manner("scope")).isEqualTo(Manner.GIVEN);
        assertThat(permit.manner("parties")).isEqualTo(Manner.GIVEN);
        assertThat(permit.manner("premium")).isEqualTo(Manner.MASKED);
        assertThat(permit.manner("people")).isEqualTo(Manner.WITHHELD);
        assertThat(permit.manner("a unit of a later version")).isEqualTo(Manner.WITHHELD);
        assertThat(permit.manners())
                .hasSameSizeAs(SealedSamples.DEFINITIONS.of(RecordType.POLICY).units());
    }

    @Test
    void answersWithTheSameObjectOnceAScopeIsKnown() {
        Agreements agreements =
                files.with("platform", "one.yaml", AgreementFiles.GOOD).load();
        assertThat(decide(agreements, DATONG, MAY)).isSameAs(decide(agreements, new Scope("140221", "03", "x"), MAY));
    }

    @ParameterizedTest
    @CsvSource({
        "'[\"1402\"]',   140212, true",
        "'[\"1402\"]',   140200, true",
        "'[\"1402\"]',   140300, false",
        "'[\"1402\"]',   114020, false",
        "'[\"140212\"]', 140212, true",
        "'[\"140212\"]', 140221, false",
        "'[\"140212\"]', 1402,   false",
        "'[\"14\"]',     140212, true",
        "'[14]',         140212, true",
        "'[\"14\"]',     410212, false",
        "'[\"14\"]',     ,       false",
        "everywhere,     330303, true",
        "everywhere,     ,       true",
        "'[\"33\",\"1402\"]', 140212, true",
    })
    void matchesThePlaceOfRiskByPrefix(String regions, @Nullable String region, boolean permitted) {
        Agreements agreements =
                files.bent("regions: [\"14\"]", "regions: " + regions).load();
        assertThat(agreements.broken()).isEmpty();
        Decision decision = decide(agreements, new Scope(region, "01", "insurer-jia"), MAY);
        assertThat(decision instanceof Permit).isEqualTo(permitted);
        if (!permitted) {
            assertThat(reason(decision)).isEqualTo(Reason.OUT_OF_SCOPE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[03],         03, insurer-jia,  all,            true",
        "[03],         3,  insurer-jia,  all,            false",
        "[03],         01, insurer-jia,  all,            false",
        "[03],         ,   insurer-jia,  all,            false",
        "'[01, 08]',   08, insurer-jia,  all,            true",
        "all,          ,   insurer-jia,  all,            true",
        "all,          01, insurer-jia,  [insurer-jia],  true",
        "all,          01, insurer-bing, [insurer-jia],  false",
    })
    void matchesSectorAndInsurer(
            String sectors, @Nullable String sector, String insurer, String insurers, boolean permitted) {
        Agreements agreements = files.bent(
                        "sectors: all\n  insurers: all", "sectors: " + sectors + "\n  insurers: " + insurers)
                .load();
        assertThat(agreements.broken()).isEmpty();
        Decision decision = decide(agreements, new Scope("140212", sector, insurer), MAY);
        assertThat(decision instanceof Permit).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-31T15:59:59.999Z, NOT_YET_IN_FORCE",
        "2025-12-31T16:00:00Z,     ",
        "2026-12-31T15:59:59.999Z, ",
        "2026-12-31T16:00:00Z,     EXPIRED",
    })
    void countsTheDaysOfAnAgreementInChina(Instant now, @Nullable Reason reason) {
        Decision decision =
                decide(files.with("platform", "one.yaml", AgreementFiles.GOOD).load(), DATONG, now);
        assertThat(decision instanceof Permit).isEqualTo(reason == null);
        if (reason != null) {
            assertThat(reason(decision)).isEqualTo(reason);
            assertThat(decision.agreement()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01,                2026-04-30T15:59:59Z, ",
        "2026-05-01,                2026-04-30T16:00:00Z, REVOKED",
        "2026-05-01T09:30:00+08:00, 2026-05-01T01:29:59Z, ",
        "2026-05-01T09:30:00+08:00, 2026-05-01T01:30:00Z, REVOKED",
        "2025-06-01,                2025-01-01T00:00:00Z, NOT_YET_IN_FORCE",
        "2025-06-01,                2026-05-01T00:00:00Z, REVOKED",
    })
    void stopsAtTheMomentOfRevocation(String revokedAt, Instant now, @Nullable Reason reason) {
        Agreements agreements =
                files.bent("docRef:", "revokedAt: " + revokedAt + "\ndocRef:").load();
        assertThat(agreements.broken()).isEmpty();
        Decision decision = decide(agreements, DATONG, now);
        assertThat(decision instanceof Permit).isEqualTo(reason == null);
        if (reason != null) {
            assertThat(reason(decision)).isEqualTo(reason);
        }
        assertThat(agreements.inForce("platform", "one", 1, now)).isEqualTo(reason == null);
    }

    @Test
    void isInForceOnlyInTheVersionThatWasAsked() {
        Agreements agreements = files.bent("version: 1", "version: 2").load();
        assertThat(agreements.inForce("platform", "one", 2, MAY)).isTrue();
        assertThat(agreements.inForce("platform", "one", 1, MAY)).isFalse();
        assertThat(agreements.inForce("platform", "two", 2, MAY)).isFalse();
        assertThat(agreements.inForce("city", "one", 2, MAY)).isFalse();
    }

    @Test
    void letsOneAgreementFollowAnother() {
        String next = AgreementFiles.GOOD
                .replace("id: one", "id: two")
                .replace("2026-12-31", "2027-12-31")
                .replace("2026-01-01", "2027-01-01")
                .replace("mask: [premium]", "");
        Agreements agreements = files.with("platform", "one.yaml", AgreementFiles.GOOD)
                .with("platform", "two.yaml", next)
                .load();
        assertThat(agreements.broken()).isEmpty();
        assertThat(decide(agreements, DATONG, MAY).agreement().id()).isEqualTo("one");
        Decision later = decide(agreements, DATONG, MAY.plusSeconds(365 * 86_400));
        assertThat(later.agreement().id()).isEqualTo("two");
        assertThat(((Permit) later).manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(reason(decide(agreements, DATONG, MAY.plusSeconds(730 * 86_400L))))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void takesTheWholeRecipientOutWhenOneOfItsFilesIsBroken() {
        Agreements agreements = files.with("platform", "one.yaml", AgreementFiles.GOOD)
                .with("platform", "two.yaml", "id: two")
                .with("city", "one.yaml", AgreementFiles.GOOD.replace("recipient: platform", "recipient: city"))
                .load();
        assertThat(agreements.broken()).containsOnlyKeys("platform");
        assertThat(reason(decide(agreements, DATONG, MAY))).isEqualTo(Reason.AGREEMENTS_BROKEN);
        assertThat(agreements.mayEverReceive("platform", RecordType.POLICY)).isFalse();
        assertThat(agreements.of("platform")).isEmpty();
        assertThat(AgreementFiles.decide(agreements, "city", RecordType.POLICY, DATONG, MAY))
                .isInstanceOf(Permit.class);
        assertThat(agreements.all()).hasSize(1);
    }

    @Test
    void staysRightWhenMoreScopesComeThanItRemembers() {
        Agreements agreements = files.bent("sectors: all", "sectors: [\"03\"]").load();
        for (int i = 0; i < 40_000; i++) {
            Scope scope = new Scope(String.format("14%04d", i % 10_000), i % 2 == 0 ? "03" : "01", "insurer-" + i);
            assertThat(decide(agreements, scope, MAY) instanceof Permit).isEqualTo(i % 2 == 0);
        }
    }
}
