package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.View;
import org.anze.gateway.access.MatrixCases.Way;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The templates of the sixteen party types against the transcription of DOMAIN.md B2: 1,920 decisions, no difference. */
class MatrixTest {

    private static final Logger LOG = LoggerFactory.getLogger(MatrixTest.class);

    private static Agreements agreements;

    @BeforeAll
    static void fillTheTemplates() throws IOException {
        agreements = Agreements.load(
                MatrixCases.texts(),
                SealedSamples.DEFINITIONS,
                MatrixCases.parties(),
                CodeTables.load(Path.of("codes")).regions());
    }

    @Test
    void templatesOfAllSixteenTypesAreSoundAndSayWhy() {
        assertThat(agreements.broken()).isEmpty();
        assertThat(agreements.all()).hasSize(PartyType.values().length).allSatisfy(agreement -> {
            assertThat(agreement.legalBasis()).isNotEmpty();
            assertThat(agreement.recordsPerDay()).isEqualTo(100_000);
            assertThat(agreement.importantData()).isFalse();
        });
        for (PartyType type : PartyType.values()) {
            String text = AgreementTemplate.of(type).text();
            for (RecordType record : RecordType.values()) {
                boolean nothing = type == PartyType.OPS || type == PartyType.AUD;
                assertThat(text.contains("# " + record.number() + " " + record.zh() + "（"
                                + AuthorisationMatrix.cell(type, record) + "）"))
                        .as(type + " " + record.number())
                        .isEqualTo(!nothing);
            }
        }
    }

    /** @param own whether the records are the parties' own; B4 counts the decisions over those that are */
    private static List<String> differences(boolean own) {
        List<String> differences = new ArrayList<>();
        for (Case each : MatrixCases.all()) {
            for (Way way : Way.values()) {
                View expected = each.view(way, own);
                View found = view(each, way, own);
                if (expected == null ? found != null : !expected.equals(found)) {
                    differences.add(each + " " + each.cell() + " " + way + ": " + found + " instead of " + expected);
                }
            }
            StatisticsRight right = agreements.mayCount(each.recipient(), each.purpose(), each.type(), each.now());
            if (each.figures(own) != (right.permitted() && right.covers(each.scope(own)))) {
                differences.add(each + " " + each.cell() + " figures: " + right);
            }
            Decision status =
                    agreements.status(each.recipient(), each.purpose(), each.type(), each.facts(own), each.now());
            if (each.status(own) != status instanceof Decision.Permit) {
                differences.add(each + " " + each.cell() + " status: " + status);
            }
        }
        return differences;
    }

    @Test
    void decideAllCasesAsTheMatrixSays() throws IOException {
        assertThat(MatrixCases.all()).hasSize(1920);
        assertThat(differences(true)).isEmpty();
        String printed = MatrixTable.of(MatrixTest::letter);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/matrix.txt"), printed);
        LOG.info("1920 decisions, 0 differences\n{}", printed);
    }

    @Test
    void decideOverRecordsOfOthersAsTheMatrixSays() {
        assertThat(differences(false)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PartyType.class)
    void nameAgreementAndVersionInEveryDecision(PartyType type) {
        for (Case each : MatrixCases.all()) {
            if (each.party() == type) {
                Decision decision =
                        agreements.decide(each.recipient(), each.purpose(), each.type(), each.facts(true), each.now());
                boolean nothing = type == PartyType.OPS || type == PartyType.AUD;
                assertThat(decision.agreement()).as(each.toString()).isNotNull();
                assertThat(decision.agreement().id() + "/"
                                + decision.agreement().version())
                        .isEqualTo("standard/1");
                assertThat(nothing && decision instanceof Decision.Permit).isFalse();
            }
        }
    }

    private static @Nullable View view(Case each, Way way, boolean own) {
        Decision decision = agreements.decide(
                each.recipient(), way == Way.FEED ? null : each.purpose(), each.type(), each.facts(own), each.now());
        if (!(decision instanceof Decision.Permit permit)) {
            return null;
        }
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(each.type());
        Map<String, Manner> units = new TreeMap<>();
        Map<String, Set<String>> fields = new TreeMap<>();
        for (String unit : definition.units()) {
            boolean always = unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT);
            if (always) {
                assertThat(permit.manner(unit)).isEqualTo(Manner.GIVEN);
                continue;
            }
            units.put(unit, permit.manner(unit));
            List<FieldDefinition> members = definition.fieldsOf(unit);
            Set<String> masked = new HashSet<>();
            members.stream()
                    .map(FieldDefinition::name)
                    .filter(name -> permit.masks(unit, name))
                    .forEach(masked::add);
            if (permit.manner(unit) == Manner.MASKED && masked.size() < members.size()) {
                fields.put(unit, masked);
            }
        }
        return new View(units, fields, permit.persons());
    }

    /** For each case R for records, A for figures only, S for a status only, - for nothing. */
    private static char letter(Case each) {
        if (view(each, Way.QUERY, true) != null) {
            return 'R';
        }
        StatisticsRight right = agreements.mayCount(each.recipient(), each.purpose(), each.type(), each.now());
        if (right.permitted() && right.covers(each.scope(true))) {
            return 'A';
        }
        Decision status =
                agreements.status(each.recipient(), each.purpose(), each.type(), each.facts(true), each.now());
        return status instanceof Decision.Permit ? 'S' : '-';
    }
}
