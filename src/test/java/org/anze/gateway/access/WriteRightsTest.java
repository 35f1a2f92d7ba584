package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteRightsTest {

    /** Everybody who governs, supervises or licenses. */
    private static final Set<PartyType> GOVERNMENT = EnumSet.of(
            PartyType.PRV,
            PartyType.CTY,
            PartyType.SEC,
            PartyType.MIN,
            PartyType.NFR,
            PartyType.LIC,
            PartyType.HRS,
            PartyType.FIN);

    @ParameterizedTest
    @EnumSource(value = RecordType.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLAINT")
    void areTheLetterWOfTheMatrix(RecordType type) {
        // The matrix has no column for the operator.
        for (PartyType party : EnumSet.complementOf(EnumSet.of(PartyType.OPS))) {
            assertThat(WriteRights.mayWrite(party, type))
                    .as(party + " " + type)
                    .isEqualTo(AuthorisationMatrix.writes(party, type));
        }
    }

    @Test
    void letWhoeverTakesComplaintsWriteThem() {
        // The matrix has no W in this row; without a decision nobody could send a complaint at all.
        for (PartyType party : PartyType.values()) {
            assertThat(AuthorisationMatrix.writes(party, RecordType.COMPLAINT)).isFalse();
        }
        assertThat(WriteRights.writers(RecordType.COMPLAINT))
                .containsExactlyInAnyOrder(
                        PartyType.INS,
                        PartyType.BRK,
                        PartyType.AGY,
                        PartyType.PRV,
                        PartyType.CTY,
                        PartyType.SEC,
                        PartyType.NFR);
    }

    @Test
    void keepGovernmentOutOfTheMarket() {
        for (PartyType party : GOVERNMENT) {
            for (RecordType type : List.of(RecordType.POLICY, RecordType.FEE_LEDGER, RecordType.CLAIM)) {
                assertThat(WriteRights.mayWrite(party, type))
                        .as(party + " " + type)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void leaveNoTypeWithoutAWriter(RecordType type) {
        assertThat(WriteRights.writers(type)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PartyType.class,
            names = {"MIN", "IAC", "LIC", "FIN", "PUB", "AUD"})
    void giveReadersNothingToWrite(PartyType party) {
        for (RecordType type : RecordType.values()) {
            assertThat(WriteRights.mayWrite(party, type)).as(type.code()).isFalse();
        }
    }

    @Test
    void letTheOperatorWriteWhatBecameDueAndNothingElse() {
        for (RecordType type : RecordType.values()) {
            assertThat(WriteRights.mayWrite(PartyType.OPS, type))
                    .as(type.code())
                    .isEqualTo(type == RecordType.ESCALATION);
        }
    }

    @Test
    void refuseASubmissionThatCouldBecomeWhatThePartyMayNotWrite() {
        Party city = party(PartyType.CTY, null);
        assertThatExceptionOfType(SenderMustCorrect.class)
                .isThrownBy(() -> WriteRights.require(city, List.of(RecordType.ENFORCEMENT, RecordType.POLICY)))
                .satisfies(problem -> {
                    assertThat(problem.finding().code()).isEqualTo("ACC-0202");
                    assertThat(problem.finding().zh()).isEqualTo("市县平台不得报送 policy 记录");
                    assertThat(problem.finding().en())
                            .isEqualTo("a party of type CTY may not write records of type policy");
                });
        assertThatCode(() -> WriteRights.require(city, List.of(RecordType.ENFORCEMENT, RecordType.MUST_INSURE)))
                .doesNotThrowAnyException();
    }

    @Test
    void findInAPartysFileEveryMappingItMayNotUse() {
        Party.Intake intake = new Party.Intake(
                "a",
                List.of("b", "ok"),
                true,
                true,
                false,
                new Party.SftpDrop(Party.SftpDrop.Trigger.ON_CLOSE, Map.of("*.csv", "c")),
                new Party.QueueDrop("d"),
                new Party.LegacySoap("e", "urn:x", "op", "arg0", "r", "return", null, "0", Map.of("default", "9")));
        Map<String, List<RecordType>> types = Map.of(
                "a", List.of(RecordType.POLICY),
                "b", List.of(RecordType.ENFORCEMENT, RecordType.CLAIM, RecordType.CLAIM),
                "c", List.of(RecordType.FEE_LEDGER),
                "d", List.of(RecordType.AGENCY),
                "e", List.of(RecordType.ROSTER),
                "ok", List.of(RecordType.MUST_INSURE));

        List<Finding> findings =
                WriteRights.check(party(PartyType.CTY, intake), mapping -> types.getOrDefault(mapping, List.of()));

        assertThat(findings).extracting(Finding::code).containsOnly("ACC-0201");
        assertThat(findings)
                .extracting(Finding::en)
                .containsExactly(
                        sentence("a", "policy"),
                        sentence("b", "claim"),
                        sentence("c", "feeLedger"),
                        sentence("d", "agency"),
                        sentence("e", "roster"));
        assertThat(findings.get(0).zh()).isEqualTo("parties/sample/party.yaml：映射 a 产生 policy 记录，市县平台不得报送此类记录");
    }

    private static String sentence(String mapping, String type) {
        return "parties/sample/party.yaml: mapping " + mapping + " makes records of type " + type
                + ", which a party of type CTY may not write";
    }

    @Test
    void askNothingOfAPartyThatSendsNothing() {
        assertThat(WriteRights.check(party(PartyType.PUB, null), mapping -> List.of(RecordType.POLICY)))
                .isEmpty();
    }

    @Test
    void areKeptByEveryPartyOfTheRepository() throws IOException {
        Mappings mappings =
                Mappings.load(Path.of("mappings"), SealedSamples.DEFINITIONS, CodeTables.load(Path.of("codes")));
        for (Party party : Parties.load(Path.of("parties")).all()) {
            assertThat(WriteRights.check(party, name -> mappings.find(party.id(), name)
                            .map(mapping -> mapping.definitions().stream()
                                    .map(RecordDefinition::type)
                                    .toList())
                            .orElse(List.of())))
                    .extracting(Finding::zh)
                    .isEmpty();
        }
    }

    private static Party party(PartyType type, Party.@Nullable Intake intake) {
        return new Party("sample", type, new Party.Name("示例", "sample"), "USCC", List.of(), intake, null, List.of());
    }
}
