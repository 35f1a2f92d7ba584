package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.change.Preview.OfUnit;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.Regions;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class AgreementChangesTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    private static final String CITY = "city-sample";
    private static final String OTHER = "city-other";
    private static final Scope DATONG = new Scope("140214", "03", "insurer-jia");
    private static final Regions REGIONS = regions();

    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<RecentRecord> recent = new ArrayList<>();
    private PartyType type = PartyType.CTY;
    private boolean folderIsThere = true;
    private Served delivery = new Served(null, List.of(), Party.Tokens.NONE);
    private String encryption = "";
    private JdbcClient jdbc;
    private JdbcTransactionManager transactions;
    private AuditLog audit;
    private AgreementChanges changes;
    private InForce counts;

    private record RecentRecord(RecordType type, String key, Scope scope) {}

    @BeforeEach
    void startWithOneAgreement() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        transactions = new JdbcTransactionManager(store);
        audit = new AuditLog(jdbc, transactions, Suite.SM, Clock.fixed(NOW, ZoneOffset.UTC));
        changes = node();
        files.put("shared", text(1, "give: [parties, period, limits]"));
        follow();
    }

    @Test
    void takesTheFilesOfTheVeryFirstStartAsTheyAre() {
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(changes.pending()).isEmpty();
        assertThat(outcomes()).containsExactly("baseline: found at the very first start");
        assertThat(changes.versions(CITY))
                .extracting(KeptVersion::agreement, KeptVersion::version, KeptVersion::manner)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("shared", 1, KeptVersion.Manner.BASELINE));
    }

    @Test
    void givesMoreOnlyAfterASecondPersonHasApproved() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();

        assertThat(manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(counts.waiting()).containsExactly(CITY);
        long id = onlyPending().id();

        changes.propose(id, "zhao", "晋安责共享〔2026〕2号");
        follow();
        assertThat(manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(onlyPending().proposed())
                .extracting(AgreementChange.Word::person)
                .isEqualTo("zhao");

        changes.approve(id, "qian", "与签署件一致");
        follow();

        assertThat(manner("premium")).isEqualTo(Manner.GIVEN);
        assertThat(agreement().version()).isEqualTo(2);
        assertThat(changes.pending()).isEmpty();
        assertThat(outcomes()).endsWith("proposed", "approved, proposed by zhao");
        KeptVersion newest = changes.versions(CITY).get(0);
        assertThat(newest.proposedBy()).isEqualTo("zhao");
        assertThat(newest.approvedBy()).isEqualTo("qian");
    }

    @ParameterizedTest
    @CsvSource({"zhao", "ZHAO", "' zhao '"})
    void takesNobodyForTwoPeople(String again) {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");

        assertProblem(() -> changes.approve(id, again, "sample"), ChangeProblem.SAME_PERSON);

        follow();
        assertThat(manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(outcomes()).endsWith("refused: ACC-0312");
    }

    @Test
    void wantsAProposalBeforeAnApproval() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();

        assertProblem(() -> changes.approve(onlyPending().id(), "qian", "sample"), ChangeProblem.NOT_PROPOSED);
    }

    @Test
    void wantsAReason() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();

        assertProblem(() -> changes.propose(onlyPending().id(), "zhao", "  "), ChangeProblem.REASON_MISSING);
    }

    @Test
    void revokesAtOnce() {
        files.put("shared", text(2, "give: [parties, period, limits]") + "revokedAt: 2026-11-01T00:00:00+08:00\n");
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(changes.pending()).isEmpty();
        assertThat(outcomes()).endsWith("in force at once: nobody gains anything");

        // Taking the revocation back is giving again.
        files.put("shared", text(3, "give: [parties, period, limits]"));
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(changes.pending()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "give: [parties, period]             | 1402 | 2028-12-31",
                "{give: [parties], mask: [period]}   | 1402 | 2028-12-31",
                "{give: [parties], mask: [period.endAt]}   | 1402 | 2028-12-31",
                "give: [parties, period, limits]     | 140214 | 2028-12-31",
                "give: [parties, period, limits]     | 1402 | 2027-01-31",
            })
    void narrowsAtOnce(String units, String region, String until) {
        files.put("shared", text(2, units, region, until));
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(agreement().version()).isEqualTo(2);
        assertThat(changes.versions(CITY).get(0).manner()).isEqualTo(KeptVersion.Manner.NARROWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "give: [parties, period, limits, premium]             | 1402 | 2028-12-31",
                "{give: [parties, period, limits], mask: [premium]}   | 1402 | 2028-12-31",
                "give: [parties, period, limits]                      | 14   | 2028-12-31",
                "give: [parties, period, limits]                      | 1403 | 2028-12-31",
                "give: [parties, period, limits]                      | 1402 | 2029-12-31",
            })
    void widensOnlyWithTwoPeople(String units, String region, String until) {
        files.put("shared", text(2, units, region, until));
        follow();

        assertThat(changes.pending()).hasSize(1);
        assertThat(agreement().version()).isEqualTo(1);
    }

    @Test
    void asksTwoPeopleWhenAGrantGoesThatStoodBeforeAWiderOne() {
        String narrowFirst = text(2, "give: [parties]")
                .replace("    units:", "    where: insured == '91140212MAXX00015K'\n    units:");
        files.put("shared", narrowFirst + "  - type: policy\n    units: {give: [parties, period]}\n");
        follow();
        approvePending();

        files.put("shared", text(3, "give: [parties, period]"));
        follow();

        assertThat(changes.pending()).hasSize(1);
    }

    @Test
    void asksTwoPeopleWhenAFieldIsNoLongerMasked() {
        files.put("shared", text(2, "{give: [parties], mask: [period]}"));
        follow();

        files.put("shared", text(3, "{give: [parties], mask: [period.endAt]}"));
        follow();

        assertThat(agreement().version()).isEqualTo(2);
        Preview preview = changes.preview(onlyPending().id());
        assertThat(preview.types()).isEmpty();
        recent.add(new RecentRecord(RecordType.POLICY, "P-1", DATONG));
        assertThat(changes.preview(onlyPending().id()).types()).singleElement().satisfies(of -> {
            assertThat(of.units()).singleElement().satisfies(unit -> {
                assertThat(unit.otherwise()).isTrue();
                assertThat(unit.gains()).isTrue();
            });
        });
    }

    private void approvePending() {
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        changes.approve(id, "qian", "sample");
        follow();
    }

    @Test
    void takesAnotherBasisOrDocumentForAChangeThatTwoPeopleLookAt() {
        files.put("shared", text(2, "give: [parties, period]").replace("docRef: 测试", "docRef: 另一文号"));
        follow();

        assertThat(changes.pending()).hasSize(1);
    }

    @Test
    void withdrawsAtOnceWhatIsRemovedAndAsksTwoPeopleWhenItComesBack() {
        String text = files.remove("shared");
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);

        files.put("shared", text);
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(onlyPending().files()).singleElement().satisfies(file -> {
            assertThat(file.versionBefore()).isNull();
            assertThat(file.versionAfter()).isEqualTo(1);
        });
    }

    @Test
    void concludesNothingFromAFolderThatIsNotThere() {
        folderIsThere = false;
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);

        folderIsThere = true;
        follow();

        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(changes.pending()).isEmpty();
    }

    @Test
    void stopsAPartyWithABrokenFileAndGoesOnWhenItIsAsBefore() {
        String sound = files.put("shared", text(1, "give: [parties, period, limits, premiun]"));
        follow();
        assertThat(counts.agreements().broken()).containsKey(CITY);
        assertThat(decision()).isInstanceOf(Decision.Deny.class);

        files.put("shared", sound);
        follow();

        assertThat(decision()).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void stopsAPartyWhoseVersionSaysTwoThings() {
        files.put("shared", text(1, "give: [parties, period]"));
        follow();

        assertThat(counts.agreements().broken().get(CITY))
                .extracting(finding -> finding.code())
                .containsExactly("ACC-0301");
        assertThat(decision()).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void letsCommentsChangeWithoutAVersion() {
        files.put("shared", "# 说明\n" + files.get("shared"));
        follow();

        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(changes.pending()).isEmpty();
    }

    @Test
    void doesNotApproveWhatHasChangedSince() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        files.put("shared", text(2, "give: [parties, period, limits, premium, people]"));
        follow();

        assertProblem(() -> changes.approve(id, "qian", "sample"), ChangeProblem.NO_LONGER_PENDING);

        assertThat(onlyPending().id()).isNotEqualTo(id);
        assertThat(onlyPending().proposed()).isNull();
    }

    @Test
    void sendsBackWhatMayBeProposedAgain() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");

        changes.reject(id, "qian", "签署件没有保费");
        follow();

        assertThat(onlyPending().rejected())
                .extracting(AgreementChange.Word::person)
                .isEqualTo("qian");
        assertProblem(() -> changes.approve(id, "sun", "sample"), ChangeProblem.NOT_PROPOSED);
        changes.propose(id, "zhao", "已补签");
        changes.approve(id, "qian", "核对无误");
        follow();
        assertThat(manner("premium")).isEqualTo(Manner.GIVEN);
    }

    @Test
    void keepsTypeAndCreditCodeUntilTwoPeopleHaveApproved() {
        type = PartyType.PRV;
        follow();
        assertThat(counts.parties().find(CITY)).map(Party::type).contains(PartyType.CTY);
        AgreementChange change = onlyPending();
        assertThat(change.identity()).isNotNull();
        assertThat(change.files()).isEmpty();

        changes.propose(change.id(), "zhao", "升格为省级");
        changes.approve(change.id(), "qian", "属实");
        follow();

        assertThat(counts.parties().find(CITY)).map(Party::type).contains(PartyType.PRV);
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void takesANewPartyInThatIsGivenNothing() {
        Parties three = Parties.of(
                List.of(party(CITY, type), party(OTHER, PartyType.CTY), party("insurer-new", PartyType.INS)));
        counts = changes.follow(proposed(), three, REGIONS);

        assertThat(counts.waiting()).isEmpty();
        counts = changes.follow(
                proposed(),
                Parties.of(
                        List.of(party(CITY, type), party(OTHER, PartyType.CTY), party("insurer-new", PartyType.PRV))),
                REGIONS);
        assertThat(counts.parties().find("insurer-new")).map(Party::type).contains(PartyType.INS);
        assertThat(counts.waiting()).containsExactly("insurer-new");
    }

    @Test
    void letsAnotherNodeKnow() {
        AgreementChanges other = node();
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        long seen = other.follow(proposed(), parties(), REGIONS).revision();
        follow();
        long id = onlyPending().id();

        changes.propose(id, "zhao", "sample");
        assertThat(other.revision()).isEqualTo(seen);
        other.approve(id, "qian", "sample");

        assertThat(changes.revision()).isNotEqualTo(seen);
        follow();
        assertThat(manner("premium")).isEqualTo(Manner.GIVEN);
    }

    @Test
    void tellsWhoFollowsOfAnApproval() {
        AtomicInteger told = new AtomicInteger();
        changes.whenApproved(told::incrementAndGet);
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();

        changes.propose(onlyPending().id(), "zhao", "sample");
        assertThat(told).hasValue(0);
        changes.approve(onlyPending().id(), "qian", "sample");

        assertThat(told).hasValue(1);
    }

    @Test
    void keepsEveryTextThatWasInForce() {
        String first = files.get("shared");
        String second = text(2, "give: [parties, period]");
        files.put("shared", second);
        follow();

        assertThat(changes.text(CITY, "shared", 1))
                .hasValueSatisfying(text -> assertThat(text).asString().isEqualTo(first));
        assertThat(changes.text(CITY, "shared", 2))
                .hasValueSatisfying(text -> assertThat(text).asString().isEqualTo(second));
        assertThat(changes.versions(CITY)).extracting(KeptVersion::version).containsExactly(2, 1);
        assertThatThrownBy(() -> jdbc.sql("delete from agreement_text").update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() ->
                        jdbc.sql("update agreement_set_file set version = 9").update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void stopsAPartyWhoseKeptTextWasChanged() {
        String wide = text(1, "give: [parties, period, limits, premium]");
        jdbc.sql("alter table agreement_text disable trigger user").update();
        jdbc.sql("update agreement_text set content = ?")
                .param(wide.getBytes(StandardCharsets.UTF_8))
                .update();
        follow();

        assertThat(counts.agreements().broken().get(CITY))
                .extracting(finding -> finding.code())
                .containsExactly("ACC-0302");
    }

    @Test
    void isHeldToTwoPeopleByTheDatabase() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();

        assertThatThrownBy(() -> jdbc.sql(
                                "update agreement_set set state = 'ENDED', ended_at = now(), in_force_at = now(),"
                                        + " manner = 'APPROVED', proposed_by = 'zhao', decided_by = 'zhao' where id = ?")
                        .param(id)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void showsWhoGainsAndLosesWhatBeforeItTakesEffect() {
        for (int i = 0; i < 7; i++) {
            recent.add(new RecentRecord(RecordType.POLICY, "P-" + i, DATONG));
        }
        recent.add(new RecentRecord(RecordType.POLICY, "P-YUNGANG", new Scope("140300", "03", "insurer-jia")));
        recent.add(new RecentRecord(RecordType.CLAIM, "C-1", DATONG));
        files.put("shared", text(2, "{give: [parties, limits], mask: [premium]}", "14", "2028-12-31"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.complete()).isTrue();
        assertThat(preview.looked()).isEqualTo(8);
        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(of.type()).isEqualTo(RecordType.POLICY);
            assertThat(of.gained()).isEqualTo(new Preview.Count(1, List.of("P-YUNGANG")));
            assertThat(of.lost().records()).isZero();
            assertThat(unit(of, "period").before()).isEqualTo(Manner.GIVEN);
            assertThat(unit(of, "period").after()).isEqualTo(Manner.WITHHELD);
            assertThat(unit(of, "period").gains()).isFalse();
            assertThat(unit(of, "period").records().records()).isEqualTo(7);
            assertThat(unit(of, "period").records().keys()).hasSize(5);
            assertThat(unit(of, "premium").records().records()).isEqualTo(8);
            assertThat(unit(of, "premium").gains()).isTrue();
            assertThat(unit(of, "premium").fields()).contains("应收保费");
        });
        assertThat(onlyPending().files()).singleElement().satisfies(file -> assertThat(file.lines())
                .contains(new TextLine('-', "version: 1"), new TextLine('+', "version: 2")));
    }

    @Test
    void revokesAtOnceWhatIsRevokedBesideSomethingThatWaits() {
        files.put("other", otherText(1, "give: [parties]"));
        follow();
        approvePending();
        assertThat(counts.agreements().of(CITY)).hasSize(2);

        files.put("shared", text(2, "give: [parties, period, limits]") + "revokedAt: 2026-11-01T00:00:00+08:00\n");
        files.put("other", otherText(2, "give: [parties, period]"));
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(counts.waiting()).containsExactly(CITY);
        assertThat(counts.agreements().find(CITY, "other").orElseThrow().version())
                .isEqualTo(1);
        assertThat(outcomes()).endsWith("in force at once, ahead of what waits: nobody gains anything");
        long revision = changes.revision();
        follow();
        assertThat(changes.revision()).isEqualTo(revision);
    }

    @Test
    void withdrawsAtOnceWhatIsRemovedBesideSomethingThatWaits() {
        files.put("shared", text(2, "give: [parties]"));
        files.put("other", otherText(1, "give: [parties]"));
        follow();
        assertThat(agreement().version()).isEqualTo(2);
        approvePending();

        files.remove("shared");
        files.put("other", otherText(2, "give: [parties, period]"));
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(changes.pending()).hasSize(1);
    }

    /** Of another city, for two agreements of one party must not speak of the same records. */
    private static String otherText(int version, String units) {
        return text(version, units, "1403", "2028-12-31").replace("id: shared", "id: other");
    }

    @Test
    void sendsElsewhereOnlyAfterASecondPersonHasApproved() {
        delivery = rest("https://city.example/one", Party.Tokens.NONE);
        follow();
        approvePending();
        assertThat(endpoint()).isEqualTo("https://city.example/one");

        delivery = rest("https://elsewhere.example/two", Party.Tokens.SECRET);
        follow();

        assertThat(endpoint()).isEqualTo("https://city.example/one");
        assertThat(counts.parties().find(CITY)).map(Party::tokens).contains(Party.Tokens.NONE);
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(onlyPending().identity()).satisfies(identity -> {
            assertThat(identity.reachBefore()).contains("https://city.example/one");
            assertThat(identity.reachAfter()).contains("https://elsewhere.example/two", "SECRET");
        });

        approvePending();
        assertThat(endpoint()).isEqualTo("https://elsewhere.example/two");
    }

    @Test
    void stopsDeliveryAndTokensAtOnce() {
        delivery = rest("https://city.example/one", Party.Tokens.SECRET);
        follow();
        approvePending();

        delivery = new Served(null, List.of(), Party.Tokens.NONE);
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(counts.parties().find(CITY)).map(Party::tokens).contains(Party.Tokens.NONE);
        assertThat(counts.parties().find(CITY).orElseThrow().delivery()).isNull();
    }

    @Test
    void takesCertificatesBackAtOnceButNeitherNewOnesNorTheLast() {
        CertificatePin one = new CertificatePin("sha256:" + "a".repeat(64), null, null);
        CertificatePin two = new CertificatePin("sm3:" + "b".repeat(64), null, null);
        delivery = new Served(null, List.of(one, two), Party.Tokens.NONE);
        follow();
        approvePending();

        delivery = new Served(null, List.of(two), Party.Tokens.NONE);
        follow();
        assertThat(changes.pending()).isEmpty();
        assertThat(certificates()).containsExactly(two);

        delivery = new Served(null, List.of(), Party.Tokens.NONE);
        follow();
        assertThat(changes.pending()).hasSize(1);
        assertThat(certificates()).containsExactly(two);
    }

    @Test
    void givesNothingWhileAnotherEncryptionCertificateWaits() {
        encryption = "one";
        delivery = new Served(
                new Party.Delivery(
                        Party.Channel.SFTP,
                        "sftp://city@city.example:22/in",
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        0,
                        null,
                        null,
                        null,
                        "ssh-ed25519 AAAA",
                        Party.Envelope.SIGNED_ENCRYPTED,
                        null),
                List.of(),
                Party.Tokens.NONE);
        follow();
        approvePending();
        assertThat(decision()).isInstanceOf(Decision.Permit.class);

        encryption = "two";
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);

        encryption = "one";
        follow();
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void asksOnePersonWhereNothingIsGiven() {
        Party moved = served(OTHER, PartyType.CTY, rest("https://elsewhere.example/two", Party.Tokens.NONE));

        counts = changes.follow(proposed(), Parties.of(List.of(party(CITY, type), moved)), REGIONS);

        assertThat(counts.waiting()).isEmpty();
        assertThat(counts.parties().find(OTHER).orElseThrow().delivery()).isNotNull();
    }

    @Test
    void forgetsAProposalWhoseFilesWereTakenBack() {
        String before = files.get("shared");
        String wide = text(2, "give: [parties, period, limits, premium]");
        files.put("shared", wide);
        follow();
        changes.propose(onlyPending().id(), "zhao", "sample");

        files.put("shared", before);
        follow();
        files.put("shared", wide);
        follow();

        assertThat(onlyPending().proposed()).isNull();
        assertProblem(() -> changes.approve(onlyPending().id(), "qian", "sample"), ChangeProblem.NOT_PROPOSED);
    }

    @Test
    void forgetsAProposalAfterAMonth() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        jdbc.sql("update agreement_set set proposed_at = proposed_at - interval '31 days' where id = ?")
                .param(id)
                .update();

        assertProblem(() -> changes.approve(id, "qian", "sample"), ChangeProblem.NO_LONGER_PENDING);
        follow();

        assertThat(onlyPending().proposed()).isNull();
    }

    @Test
    void doesNotApproveOverAnythingElseThanWhatWasInForceWhenItWasProposed() {
        AgreementChanges slow = node();
        String wide = text(2, "give: [parties, period, limits, premium]");
        files.put("shared", wide);
        slow.follow(proposed(), parties(), REGIONS);
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        files.put("shared", text(3, "give: [parties]"));
        follow();
        assertThat(agreement().version()).isEqualTo(3);

        assertThatThrownBy(() -> slow.approve(id, "qian", "sample")).isInstanceOf(GatewayProblem.class);

        files.put("shared", text(3, "give: [parties]"));
        follow();
        assertThat(agreement().version()).isEqualTo(3);
    }

    @Test
    void takesTheWordOnlyOfPeopleWhoseAccountsWereConfirmed() {
        Set<String> unconfirmed = new java.util.HashSet<>(Set.of("zhao"));
        changes.confirmedBy(person -> !unconfirmed.contains(person));
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();

        assertProblem(() -> changes.propose(id, "zhao", "sample"), ChangeProblem.NOT_CONFIRMED);
        unconfirmed.clear();
        changes.propose(id, "zhao", "sample");
        unconfirmed.add("zhao");
        assertProblem(() -> changes.approve(id, "qian", "sample"), ChangeProblem.NOT_CONFIRMED);
        unconfirmed.clear();
        unconfirmed.add("qian");
        assertProblem(() -> changes.approve(id, "qian", "sample"), ChangeProblem.NOT_CONFIRMED);

        follow();
        assertThat(manner("premium")).isEqualTo(Manner.WITHHELD);
        assertThat(outcomes()).endsWith("refused: ACC-0314");
    }

    @Test
    void endsTheVeryFirstStartEvenWhenNothingWasFound() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        transactions = new JdbcTransactionManager(store);
        audit = new AuditLog(jdbc, transactions, Suite.SM, Clock.fixed(NOW, ZoneOffset.UTC));
        changes = node();
        changes.follow(new ProposedTexts(List.of(), List.of()), Parties.of(List.of()), REGIONS);

        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(counts.waiting()).containsExactly(CITY);
    }

    @Test
    void showsInThePreviewWhatIsOnlyGivenWhenAskedFor() {
        recent.add(new RecentRecord(RecordType.POLICY, "P-1", DATONG));
        files.put("case", caseText());
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(of.gained().records()).isEqualTo(1);
            assertThat(of.units()).anyMatch(unit -> unit.unit().equals("premium") && unit.gains());
        });
    }

    @Test
    void showsInThePreviewWhatEndsBeforeSomethingElseBegins() {
        recent.add(new RecentRecord(RecordType.POLICY, "P-1", DATONG));
        files.put("shared", text(2, "give: [parties, period, limits, premium]", "1402", "2027-12-31"));
        files.put(
                "late",
                text(1, "give: [parties]", "1403", "2031-12-31")
                        .replace("id: shared", "id: late")
                        .replace("validFrom: 2026-01-01", "validFrom: 2030-01-01"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(unit(of, "premium").gains()).isTrue();
            assertThat(of.lost().records()).isZero();
        });
    }

    @Test
    void saysThatFiguresAreNotInThePreview() {
        files.put(
                "figures",
                text(1, "give: [parties]")
                        .replace("id: shared", "id: figures")
                        .replace("    units: {give: [parties]}", "    aggregate: true"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.countsOrAsks()).isTrue();
        assertThat(preview.isEmpty()).isFalse();
    }

    @Test
    void asksTwoPeopleWhenAGrantGoesThatKeptUnitsOutOfTheFigures() {
        String figures = text(2, "give: [parties]").replace("    units: {give: [parties]}", "    aggregate: true");
        files.put(
                "shared",
                figures + "  - type: policy\n    where: insured == '91140212MAXX00015K'\n"
                        + "    units: {give: [parties]}\n");
        follow();
        approvePending();

        files.put("shared", figures.replace("version: 2", "version: 3"));
        follow();

        assertThat(changes.pending()).hasSize(1);
    }

    /** A single case of another purpose: never pushed. */
    private static String caseText() {
        return text(1, "give: [parties, premium]")
                .replace("id: shared", "id: case")
                .replace("purpose: SUP", "purpose: ENF")
                .replace(
                        "    units:",
                        "    case: {businessKey: P-1, expires: 2027-06-01T00:00:00+08:00, watermark: true}\n    units:");
    }

    private record Served(
            Party.@org.jspecify.annotations.Nullable Delivery delivery,
            List<CertificatePin> certificates,
            Party.Tokens tokens) {}

    private static Served rest(String endpoint, Party.Tokens tokens) {
        return new Served(
                new Party.Delivery(
                        Party.Channel.REST,
                        endpoint,
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                List.of(),
                tokens);
    }

    private String endpoint() {
        return counts.parties().find(CITY).orElseThrow().delivery().endpoint();
    }

    private List<CertificatePin> certificates() {
        return counts.parties().find(CITY).orElseThrow().certificates();
    }

    private static OfUnit unit(Preview.OfType of, String name) {
        return of.units().stream()
                .filter(unit -> unit.unit().equals(name))
                .filter(unit -> unit.records().records() > 0)
                .findFirst()
                .orElseThrow();
    }

    private AgreementChanges node() {
        RecentRecords walk = new RecentRecords() {
            @Override
            public Instant walk(Instant from, Set<RecordType> types, long limit, Visitor visitor) {
                recent.stream()
                        .filter(record -> types.contains(record.type()))
                        .forEach(record -> visitor.visit(
                                record.type(),
                                record.key(),
                                Facts.of(record.scope(), field -> field.equals("policyNo") ? record.key() : null)));
                return from;
            }
        };
        return new AgreementChanges(
                jdbc, transactions, audit, Suite.SM, DEFINITIONS, walk, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void follow() {
        counts = changes.follow(proposed(), parties(), REGIONS);
    }

    private ProposedTexts proposed() {
        List<AgreementText> texts = new ArrayList<>();
        files.forEach(
                (id, text) -> texts.add(new AgreementText(CITY, id + ".yaml", text.getBytes(StandardCharsets.UTF_8))));
        return folderIsThere
                ? new ProposedTexts(texts, List.of(CITY), encryption.isEmpty() ? Map.of() : Map.of(CITY, encryption))
                : new ProposedTexts(List.of(), List.of());
    }

    private Parties parties() {
        return Parties.of(List.of(served(CITY, type, delivery), party(OTHER, PartyType.CTY)));
    }

    private static Party served(String id, PartyType type, Served served) {
        return new Party(
                id,
                type,
                new Party.Name("示例", "sample"),
                "91140200MAWX00111A",
                List.of(),
                null,
                served.delivery(),
                List.of(),
                served.certificates(),
                served.tokens());
    }

    private static Party party(String id, PartyType type) {
        return new Party(
                id, type, new Party.Name("示例", "sample"), "91140200MAWX00111A", List.of(), null, null, List.of());
    }

    private AgreementChange onlyPending() {
        assertThat(changes.pending()).hasSize(1);
        return changes.pending().get(0);
    }

    private Agreement agreement() {
        return counts.agreements().find(CITY, "shared").orElseThrow();
    }

    private Decision decision() {
        return counts.agreements().decide(CITY, null, RecordType.POLICY, Facts.of(DATONG, field -> null), NOW);
    }

    private Manner manner(String unit) {
        return ((Decision.Permit) decision()).manner(unit);
    }

    private List<String> outcomes() {
        return audit.after(0, 1000).stream()
                .map(AuditEntry::event)
                .map(event -> event.outcome())
                .toList();
    }

    private static void assertProblem(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ChangeProblem problem) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayProblem.class, thrown -> assertThat(
                        thrown.finding().code())
                .isEqualTo(problem.text().code()));
    }

    private static Regions regions() {
        try {
            return CodeTables.load(Path.of("codes")).regions();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(int version, String units) {
        return text(version, units, "1402", "2028-12-31");
    }

    private static String text(int version, String units, String region, String until) {
        String flow = units.startsWith("{") ? units : "{" + units + "}";
        return String.join(
                "\n",
                Arrays.asList(
                        "id: shared",
                        "version: " + version,
                        "recipient: " + CITY,
                        "purpose: SUP",
                        "legalBasis:",
                        "  - document: 晋应急函〔2024〕375号",
                        "    article: 二（一）三",
                        "sharingClass: conditional",
                        "validFrom: 2026-01-01",
                        "validTo: " + until,
                        "docRef: 测试",
                        "approvedBy: 测试",
                        "scope:",
                        "  regions: [\"" + region + "\"]",
                        "  sectors: all",
                        "  insurers: all",
                        "records:",
                        "  - type: policy",
                        "    units: " + flow,
                        ""));
    }
}
