package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.Regions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenAgreementTest {

    private AgreementFiles files;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        files = new AgreementFiles(folder);
    }

    private static Arguments slip(String from, String to, AccessProblem problem, int line) {
        return Arguments.of(from, to, problem, line);
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip("version: 1", "version: 1\nversion: 2", AccessProblem.UNREADABLE, 3),
                slip("records:", "\trecords:", AccessProblem.UNREADABLE, 16),
                slip("docRef: ", "docRef: *x #", AccessProblem.UNREADABLE, 10),
                slip("docRef: ", "docRef: !!str ", AccessProblem.UNREADABLE, 10),
                slip("approvedBy: 示例办公室", "approvedBy: [a, b]", AccessProblem.WRONG_SHAPE, 11),
                slip("docRef:", "docref:", AccessProblem.MISSING_KEY, 1),
                slip("sectors: all", "sectors: all\n  sector: all", AccessProblem.UNKNOWN_KEY, 15),
                slip("mask: [", "masked: [", AccessProblem.UNKNOWN_KEY, 20),
                slip("id: one", "id: two", AccessProblem.ID_IS_NOT_THE_FILE_NAME, 1),
                slip("recipient: platform", "recipient: city", AccessProblem.RECIPIENT_IS_NOT_THE_FOLDER, 3),
                slip("version: 1", "version: 0", AccessProblem.VERSION_NOT_POSITIVE, 2),
                slip("version: 1", "version: 1.0", AccessProblem.VERSION_NOT_POSITIVE, 2),
                slip("version: 1", "version: 99999999999", AccessProblem.VERSION_NOT_POSITIVE, 2),
                slip("purpose: SUP", "purpose: SUPERVISION", AccessProblem.UNKNOWN_PURPOSE, 4),
                slip("purpose: SUP", "purpose:", AccessProblem.MISSING_KEY, 4),
                slip("conditional", "none", AccessProblem.UNKNOWN_CHOICE, 7),
                slip("purpose: SUP", "persons: hidden\npurpose: SUP", AccessProblem.UNKNOWN_CHOICE, 4),
                slip("  - {document: 《示例办法》, article: 第九条}\n", "", AccessProblem.BASIS_MISSING, 5),
                slip("  - {document: 《示例办法》, article: 第九条}\n", "  []\n", AccessProblem.BASIS_MISSING, 6),
                slip(", article: 第九条", "", AccessProblem.MISSING_KEY, 6),
                slip("2026-12-31", "2026-02-30", AccessProblem.NOT_A_DATE, 9),
                slip("2026-12-31", "2025-12-31", AccessProblem.PERIOD_REVERSED, 9),
                slip("docRef:", "revokedAt: 昨天\ndocRef:", AccessProblem.NOT_A_DATE, 10),
                slip("docRef:", "revokedAt: 2026-05-01T09:30:00\ndocRef:", AccessProblem.NOT_A_DATE, 10),
                slip("docRef:", "revokedAt:\ndocRef:", AccessProblem.MISSING_KEY, 10),
                slip("[\"14\"]", "[\"99\"]", AccessProblem.UNKNOWN_REGION, 13),
                slip("[\"14\"]", "[\"140\"]", AccessProblem.UNKNOWN_REGION, 13),
                slip("[\"14\"]", "[\"山西\"]", AccessProblem.UNKNOWN_REGION, 13),
                slip("[\"14\"]", "[]", AccessProblem.EMPTY_LIST, 13),
                slip("[\"14\"]", "all", AccessProblem.WRONG_SHAPE, 13),
                slip("[\"14\"]", "\"14\"", AccessProblem.WRONG_SHAPE, 13),
                slip("[\"14\"]", "[[\"14\"]]", AccessProblem.WRONG_SHAPE, 13),
                slip("[\"14\"]", "[\"14\", \"14\"]", AccessProblem.NAMED_TWICE, 13),
                slip("  regions: [\"14\"]\n", "", AccessProblem.MISSING_KEY, 13),
                slip("sectors: all", "sectors: [\"10\"]", AccessProblem.UNKNOWN_SECTOR, 14),
                slip("sectors: all", "sectors: []", AccessProblem.EMPTY_LIST, 14),
                slip("insurers: all", "insurers: [insurer-yi]", AccessProblem.UNKNOWN_INSURER, 15),
                slip("insurers: all", "insurers: [agency]", AccessProblem.UNKNOWN_INSURER, 15),
                slip("insurers: all", "insurers: []", AccessProblem.EMPTY_LIST, 15),
                slip("type: policy", "type: polisy", AccessProblem.UNKNOWN_RECORD_TYPE, 17),
                slip("[parties, period]", "[parties, perid]", AccessProblem.UNKNOWN_UNIT, 19),
                slip("[parties, period]", "[parties, policyNo]", AccessProblem.UNKNOWN_UNIT, 19),
                slip("[parties, period]", "[parties, premium]", AccessProblem.NAMED_TWICE, 20),
                slip("mask: [premium]", "mask: [key]", AccessProblem.ALWAYS_GIVEN, 20),
                slip("mask: [premium]", "mask: [scope]", AccessProblem.ALWAYS_GIVEN, 20),
                slip(
                        "      give: [parties, period]\n      mask: [premium]\n",
                        "      give: []\n",
                        AccessProblem.EMPTY_LIST,
                        19),
                slip(
                        "type: policy\n    units:\n      give: [parties, period]\n      mask: [premium]",
                        "type: claim\n    units:\n      give: [victims]",
                        AccessProblem.SENSITIVE_IN_THE_CLEAR,
                        17),
                slip("article: 第九条}", "article: 第九条, until: 2026-01-31}", AccessProblem.BASIS_EXPIRED, 6),
                slip("article: 第九条}", "article: 第九条, until: soon}", AccessProblem.NOT_A_DATE, 6),
                slip("docRef:", "volume: {recordsPerDay: 0}\ndocRef:", AccessProblem.VOLUME_NOT_POSITIVE, 10),
                slip("docRef:", "volume: {}\ndocRef:", AccessProblem.MISSING_KEY, 10),
                slip("docRef:", "volume: {recordsPerHour: 5}\ndocRef:", AccessProblem.UNKNOWN_KEY, 10),
                slip("docRef:", "importantData: yes\ndocRef:", AccessProblem.UNKNOWN_CHOICE, 10),
                slip("mask: [premium]", "mask: [premium.premum]", AccessProblem.UNKNOWN_FIELD, 20),
                slip("mask: [premium]", "mask: [premiun.premium]", AccessProblem.UNKNOWN_UNIT, 20),
                slip("mask: [premium]", "mask: [premium, premium.rate]", AccessProblem.NAMED_TWICE, 20),
                slip("mask: [premium]", "mask: [premium.rate, premium]", AccessProblem.NAMED_TWICE, 20),
                slip("type: policy\n", "type: policy\n    own: insured\n", AccessProblem.UNKNOWN_CHOICE, 18),
                slip("type: policy\n", "type: policy\n    own: agency\n", AccessProblem.OWN_IS_NOT_TOLD, 18),
                slip("type: policy\n", "type: policy\n    where: premum > 5\n", AccessProblem.WRONG_CONDITION, 18),
                slip("type: policy\n", "type: policy\n    where: premium + 5\n", AccessProblem.WRONG_CONDITION, 18),
                slip("type: policy\n", "type: policy\n    where: premium\n", AccessProblem.WRONG_CONDITION, 18),
                slip("type: policy\n", "type: policy\n    where: handler == 'x'\n", AccessProblem.WRONG_CONDITION, 18),
                slip("type: policy\n", "type: policy\n    where:\n", AccessProblem.MISSING_KEY, 18),
                slip("type: policy\n", "type: policy\n    aggregate: true\n", AccessProblem.MIXED, 17),
                slip("type: policy\n", "type: policy\n    aggregate: 1\n", AccessProblem.UNKNOWN_CHOICE, 18),
                slip(
                        "type: policy\n    units:\n      give: [parties, period]\n      mask: [premium]\n",
                        "type: policy\n    aggregate: true\n    own: insurer\n",
                        AccessProblem.MIXED,
                        17),
                slip(
                        "type: policy\n",
                        "type: policy\n    own: insurer\n    case: {businessKey: P, expires: 2026-06-01T00:00:00+08:00}\n",
                        AccessProblem.MIXED,
                        17),
                slip(
                        "type: policy\n",
                        "type: policy\n    case: {businessKey: P, expires: 2026-06-01}\n",
                        AccessProblem.NOT_A_DATE,
                        18),
                slip("type: policy\n", "type: policy\n    case: {businessKey: P}\n", AccessProblem.MISSING_KEY, 18),
                slip(
                        "type: policy\n    units:\n      give: [parties, period]\n      mask: [premium]",
                        "type: serviceRecord\n    units:\n      mask: [people.experts]",
                        AccessProblem.SENSITIVE_IN_THE_CLEAR,
                        17),
                slip("records:\n", "records: nothing\nxrecords:\n", AccessProblem.WRONG_SHAPE, 16),
                slip("purpose: SUP", "purpose: SUP\n---\nid: x", AccessProblem.UNREADABLE, 6));
    }

    @ParameterizedTest(name = "{2}: {1}")
    @MethodSource("slips")
    void namesTheSlipItsFileAndItsLine(String from, String to, AccessProblem problem, int line) {
        Agreements agreements = files.bent(from, to).load();
        List<Finding> findings = agreements.broken().get("platform");
        assertThat(findings).isNotNull();
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(problem.code());
            assertThat(finding.location().line()).isEqualTo(line);
            assertThat(finding.zh()).startsWith("parties/platform/agreements/one.yaml 第 " + line + " 行");
            assertThat(finding.en()).contains("line " + line).doesNotContain("{");
            assertThat(finding.remedyZh()).isNotBlank();
            assertThat(finding.rejects()).isTrue();
        });
        assertThat(agreements.of("platform")).isEmpty();
    }

    @Test
    void readsTheGoodFileTheSlipsAreMadeFrom() {
        Agreements agreements = files.bent("id: one", "id: one").load();
        assertThat(agreements.broken()).isEmpty();
        assertThat(agreements.of("platform")).hasSize(1);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        Agreements agreements = files.with(
                        "platform",
                        "one.yaml",
                        AgreementFiles.GOOD
                                .replace("SUP", "SUPP")
                                .replace("parties", "partys")
                                .replace("\"14\"", "\"10\""))
                .load();
        assertThat(agreements.broken().get("platform"))
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(
                        AccessProblem.UNKNOWN_PURPOSE.code(),
                        AccessProblem.UNKNOWN_UNIT.code(),
                        AccessProblem.UNKNOWN_REGION.code());
    }

    @Test
    void asksTheRegionTableForCitiesAndCounties(@TempDir Path folder) throws IOException {
        Regions regions = CodeTables.load(Path.of("codes")).regions();
        for (String region : List.of("1499", "140299", "140271")) {
            new AgreementFiles(folder)
                    .with("platform", "one.yaml", AgreementFiles.GOOD.replace("\"14\"", "\"" + region + "\""));
            Agreements agreements = Agreements.load(folder, SealedSamples.DEFINITIONS, AgreementFiles.PARTIES, regions);
            assertThat(codes(agreements, "platform")).containsExactly(AccessProblem.UNKNOWN_REGION.code());
        }
    }

    @Test
    void refusesAFileThatWouldBeOverlooked() {
        Agreements agreements = files.with("platform", "one.yaml", AgreementFiles.GOOD)
                .with("platform", "revocation.yml", AgreementFiles.GOOD)
                .load();
        assertThat(codes(agreements, "platform")).containsExactly(AccessProblem.FOREIGN_FILE.code());
    }

    @Test
    void refusesAgreementsOfAPartyThatIsNotThere() {
        Agreements agreements =
                files.with("stranger", "one.yaml", AgreementFiles.GOOD).load();
        assertThat(codes(agreements, "stranger")).containsExactly(AccessProblem.UNKNOWN_PARTY.code());
    }

    @Test
    void refusesEmptyAndHugeFiles() {
        assertThat(codes(files.with("platform", "one.yaml", "").load(), "platform"))
                .containsExactly(AccessProblem.UNREADABLE.code());
        assertThat(codes(
                        files.with("platform", "one.yaml", "# " + "x".repeat(300_000))
                                .load(),
                        "platform"))
                .containsExactly(AccessProblem.TOO_LARGE.code());
        String deep = "id: " + "[".repeat(50) + "]".repeat(50);
        assertThat(codes(files.with("platform", "one.yaml", deep).load(), "platform"))
                .containsExactly(AccessProblem.UNREADABLE.code());
    }

    @Test
    void refusesTwoAgreementsOverTheSameRecords() {
        String other = AgreementFiles.GOOD.replace("id: one", "id: two").replace("[\"14\"]", "[\"140212\"]");
        files.with("platform", "one.yaml", AgreementFiles.GOOD).with("platform", "two.yaml", other);
        assertThat(codes(files.load(), "platform")).containsExactly(AccessProblem.OVERLAP.code());

        files.with("platform", "two.yaml", other.replace("[\"140212\"]", "[\"33\"]"));
        assertThat(files.load().broken()).isEmpty();
        files.with(
                "platform",
                "two.yaml",
                other.replace("type: policy", "type: claim")
                        .replace("[parties, period]", "[subject]")
                        .replace("[premium]", "[amounts]"));
        assertThat(files.load().broken()).isEmpty();
    }

    @Test
    void letsARevokedAgreementBeReplaced() {
        files.with("platform", "one.yaml", AgreementFiles.GOOD.replace("docRef:", "revokedAt: 2026-03-01\ndocRef:"));
        files.with(
                "platform",
                "two.yaml",
                AgreementFiles.GOOD.replace("id: one", "id: two").replace("2026-01-01", "2026-03-01"));
        assertThat(files.load().broken()).isEmpty();
    }

    @Test
    void neverLetsAnInsurerSeeAnotherInsurersBusiness() {
        String mine = AgreementFiles.GOOD
                .replace("recipient: platform", "recipient: insurer-jia")
                .replace("insurers: all", "insurers: [insurer-jia]");
        files.with("insurer-jia", "one.yaml", mine);
        assertThat(files.load().broken()).isEmpty();
        files.with("insurer-jia", "one.yaml", mine.replace("[insurer-jia]", "[insurer-jia, insurer-bing]"));
        assertThat(codes(files.load(), "insurer-jia")).containsExactly(AccessProblem.NEVER_ALLOWED.code());
        files.with("insurer-jia", "one.yaml", mine.replace("[insurer-jia]", "all"));
        assertThat(codes(files.load(), "insurer-jia")).containsExactly(AccessProblem.NEVER_ALLOWED.code());
    }

    @Test
    void neverShowsAnAgencyPremiumsOrClaims() {
        String text = AgreementFiles.GOOD.replace("recipient: platform", "recipient: agency");
        files.with("agency", "one.yaml", text);
        assertThat(codes(files.load(), "agency")).containsExactly(AccessProblem.NEVER_ALLOWED.code());
        files.with("agency", "one.yaml", text.replace("mask: [premium]", ""));
        assertThat(files.load().broken()).isEmpty();
        files.with(
                "agency",
                "one.yaml",
                text.replace("mask: [premium]", "").replace("policy", "claim").replace("parties, period", "subject"));
        assertThat(codes(files.load(), "agency")).containsExactly(AccessProblem.NEVER_ALLOWED.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "auditor", "bureau"})
    void neverGivesRecordsToWhomTheMatrixGivesNone(String recipient) {
        files.with(
                recipient, "one.yaml", AgreementFiles.GOOD.replace("recipient: platform", "recipient: " + recipient));
        assertThat(codes(files.load(), recipient)).containsExactly(AccessProblem.NEVER_ALLOWED.code());
    }

    @ParameterizedTest
    @CsvSource({
        "insurer-jia, policy, period, never",
        "insurer-jia, endorsement, change, never",
        "insurer-jia, roster, count, never",
        "insurer-jia, feeLedger, chain, never",
        "insurer-jia, claim, loss, never",
        "insurer-jia, plan, budget, never",
        "insurer-jia, plan, items, may",
        "insurer-jia, serviceRecord, cost, never",
        "insurer-jia, serviceRecord, activity, may",
        "insurer-jia, riskRate, record, never",
        "insurer-jia, riskRate, adjustment, never",
        "insurer-jia, riskRate, grade, may",
        "insurer-jia, annualStat, money, never",
        "insurer-jia, annualStat, figures, may",
        "insurer-jia, hazard, finding, may",
        "insurer-jia, mustInsure, listing, may",
        "agency, policy, premium, never",
        "agency, policy, period, may",
        "agency, endorsement, premium, never",
        "agency, endorsement, change, may",
        "agency, roster, count, never",
        "agency, feeLedger, subject, never",
        "agency, claim, loss, never",
        "agency, plan, budget, never",
        "agency, plan, items, may",
        "agency, riskRate, record, never",
        "agency, riskRate, grade, may",
        "agency, annualStat, money, never",
        "agency, serviceRecord, cost, may",
        "regulator, roster, person, never",
        "regulator, roster, name, never",
        "regulator, roster, count, may",
        "platform, roster, person, may",
    })
    void opensNothingThatIsNeverToBeSeenNotEvenMasked(String recipient, String type, String unit, String verdict) {
        files.with(
                recipient,
                "one.yaml",
                AgreementFiles.GOOD
                        .replace("recipient: platform", "recipient: " + recipient)
                        .replace("type: policy", "type: " + type)
                        .replace("      give: [parties, period]\n", "")
                        .replace("[premium]", "[" + unit + "]"));
        List<Finding> findings = files.load().broken().getOrDefault(recipient, List.of());
        assertThat(findings)
                .extracting(Finding::code)
                .isEqualTo(verdict.equals("never") ? List.of(AccessProblem.NEVER_ALLOWED.code()) : List.of());
        assertThat(findings).allSatisfy(finding -> assertThat(finding.en()).contains(type));
    }

    @Test
    void refusesAGrantThatAnEarlierOneLeavesNothingTo() {
        String twice =
                AgreementFiles.GOOD + "  - type: policy\n    where: insuredCount > 5\n    units: {give: [limits]}\n";
        assertThat(codes(files.with("platform", "one.yaml", twice).load(), "platform"))
                .containsExactly(AccessProblem.NAMED_TWICE.code());
        String ordered = AgreementFiles.GOOD.replace(
                "  - type: policy\n",
                "  - type: policy\n    where: insuredCount > 5\n    units: {give: [limits]}\n  - type: policy\n");
        assertThat(files.with("platform", "one.yaml", ordered).load().broken()).isEmpty();
    }

    @Test
    void letsAnAgreementThatHasEndedRestOnWhatHasEnded() {
        files.with(
                "platform",
                "one.yaml",
                AgreementFiles.GOOD
                        .replace("2026-12-31", "2026-01-31")
                        .replace("article: 第九条}", "article: 第九条, until: 2026-01-31}"));
        assertThat(files.load().broken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "operator, policy, 'aggregate: true', never",
        "auditor, policy, 'status: true', never",
        "bureau, policy, 'aggregate: true', may",
        "insurer-jia, policy, 'aggregate: true', never",
        "insurer-jia, policy, 'own: insurer, units: {give: [premium]}', may",
        "agency, feeLedger, 'own: agency, units: {give: [booking]}', may",
        "agency, claim, 'own: sender, units: {give: [loss]}', never",
        "unit, policy, 'units: {give: [period]}', never",
        "unit, policy, 'own: enterprise, units: {give: [period]}', may",
        "unit, agency, 'units: {give: [identity]}', may",
        "public, policy, 'units: {give: [period]}', never",
        "public, blacklist, 'units: {give: [listing]}', may",
        "public, blacklist, 'units: {mask: [person]}', never",
        "public, annualStat, 'units: {give: [figures]}', never",
        "public, annualStat, 'where: state == ''已公布'', units: {give: [figures]}', may",
    })
    void opensToNobodyWhatNoAgreementCanOpen(String recipient, String type, String grant, String verdict) {
        files.with(
                recipient,
                "one.yaml",
                AgreementFiles.GOOD
                                .substring(0, AgreementFiles.GOOD.indexOf("  - type: policy"))
                                .replace("recipient: platform", "recipient: " + recipient)
                        + "  - {type: " + type + ", " + grant + "}\n");
        List<String> expected = verdict.equals("never") ? List.of(AccessProblem.NEVER_ALLOWED.code()) : List.of();
        assertThat(codes(files.load(), recipient)).isEqualTo(expected);
    }

    @Test
    void opensAnInsurersOwnBusinessToIt() {
        files.with(
                "insurer-jia",
                "one.yaml",
                AgreementFiles.GOOD
                        .replace("recipient: platform", "recipient: insurer-jia")
                        .replace("insurers: all", "insurers: [insurer-jia]")
                        .replace("type: policy", "type: feeLedger")
                        .replace("[parties, period]", "[booking, payment]")
                        .replace("[premium]", "[subject]"));
        assertThat(files.load().broken()).isEmpty();
    }

    @Test
    void looksForPeopleInThePartsOfAListToo() {
        // Who handled a stage of a claim is personal although the list of stages is a commercial secret only.
        String text = AgreementFiles.GOOD
                .replace("purpose: SUP", "purpose: SUP\npersons: pseudonymised")
                .replace("type: policy", "type: claim")
                .replace("[parties, period]", "[handling]")
                .replace("[premium]", "[amounts]");
        files.with("platform", "one.yaml", text);
        assertThat(codes(files.load(), "platform")).containsExactly(AccessProblem.PERSONS_IN_THE_CLEAR.code());
    }

    @Test
    void refusesPeopleInTheClearWherePseudonymsWereAgreed() {
        String text = AgreementFiles.GOOD.replace("purpose: SUP", "purpose: SUP\npersons: pseudonymised");
        files.with("platform", "one.yaml", text.replace("period]", "people]"));
        assertThat(codes(files.load(), "platform")).containsExactly(AccessProblem.PERSONS_IN_THE_CLEAR.code());
        files.with("platform", "one.yaml", text.replace("[premium]", "[people]"));
        assertThat(files.load().broken()).isEmpty();
    }

    private static List<String> codes(Agreements agreements, String recipient) {
        return agreements.broken().getOrDefault(recipient, List.of()).stream()
                .map(Finding::code)
                .toList();
    }
}
