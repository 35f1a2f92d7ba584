package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Decision;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class AgreementChangesTest extends ChangesOfOneParty {

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
    void saysNothingOfAnApprovalThatCameToNothing() {
        files.put("shared", text(2, "give: [parties, period, limits, premium]"));
        follow();
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        jdbc.sql("create function full_disk() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'disk full'; end $$")
                .update();
        jdbc.sql("create constraint trigger full_disk after update on agreement_set deferrable initially deferred"
                        + " for each row execute function full_disk()")
                .update();

        assertThatThrownBy(() -> changes.approve(id, "qian", "sample")).hasStackTraceContaining("disk full");

        assertThat(outcomes()).endsWith("proposed");
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
    @ValueSource(strings = {"importantData: true", "volume: {recordsPerDay: 100}"})
    void narrowsAtOnceByWhatIsAdded(String line) {
        files.put("shared", text(2, "give: [parties, period, limits]") + line + "\n");
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(agreement().version()).isEqualTo(2);

        // Taking it away again is giving more.
        files.put("shared", text(3, "give: [parties, period, limits]"));
        follow();
        assertThat(changes.pending()).hasSize(1);
        assertThat(agreement().version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"50, 2", "200, 1"})
    void lowersTheVolumeOfADayAtOnceAndRaisesItWithTwoPeople(int second, int inForce) {
        files.put("shared", text(2, "give: [parties, period, limits]") + "volume: {recordsPerDay: 100}\n");
        follow();
        files.put("shared", text(3, "give: [parties, period, limits]") + "volume: {recordsPerDay: " + second + "}\n");
        follow();

        assertThat(agreement().version()).isEqualTo(inForce + 1);
    }

    @Test
    void endsALegalBasisEarlierAtOnceAndLaterWithTwoPeople() {
        String units = "give: [parties, period, limits]";
        files.put("shared", text(2, units).replace("二（一）三", "二（一）三\n    until: 2027-06-30"));
        follow();
        assertThat(changes.pending()).isEmpty();
        assertThat(agreement().version()).isEqualTo(2);

        files.put("shared", text(3, units).replace("二（一）三", "二（一）三\n    until: 2027-07-31"));
        follow();
        assertThat(changes.pending()).hasSize(1);
        assertThat(agreement().version()).isEqualTo(2);
    }

    @Test
    void endsASingleCaseEarlierAtOnceAndLaterWithTwoPeople() {
        files.put("case", caseText());
        follow();
        approvePending();

        files.put("case", caseText().replace("version: 1", "version: 2").replace("2027-06-01", "2027-02-01"));
        follow();
        assertThat(changes.pending()).isEmpty();
        assertThat(counts.agreements().find(CITY, "case").orElseThrow().version())
                .isEqualTo(2);

        files.put("case", caseText().replace("version: 1", "version: 3").replace("2027-06-01", "2027-03-01"));
        follow();
        assertThat(changes.pending()).hasSize(1);
        assertThat(counts.agreements().find(CITY, "case").orElseThrow().version())
                .isEqualTo(2);
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
}
