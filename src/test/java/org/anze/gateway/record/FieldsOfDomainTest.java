package org.anze.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The definitions against a transcription of the canonical model, both ways; every difference has its reason here. */
class FieldsOfDomainTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final List<Line> MODEL = read();

    private static final String SCOPE = "place of risk and sector are the scope of every record";
    private static final Map<String, String> NOT_A_FIELD =
            Map.of("enterprise.riskRegion", SCOPE, "enterprise.sector", SCOPE);

    private static final String NAME = "the name beside the code, which legacy systems send instead of it";
    private static final String LEGACY = "what the accident type was before the crosswalk, and how sure it is";
    private static final String PARTS = "parts of a list that the model only names";
    private static final String VERSION_2 = "added by version 2";

    /** Fields that the model does not name, with the reason for each; a whole type ends in a full stop. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("enterprise.economicType", VERSION_2),
            Map.entry("enterprise.park", VERSION_2),
            Map.entry("enterprise.landlord", VERSION_2),
            Map.entry("enterprise.majorHazardLevel", VERSION_2),
            Map.entry("enterprise.gps", "V-V05 compares it with the place of a service"),
            Map.entry("policy.applicantName", NAME),
            Map.entry("policy.insuredName", NAME),
            Map.entry("policy.governmentSelected", "V-P13 asks for it"),
            Map.entry("policy.items", "V-P06 adds up the premiums of the items"),
            Map.entry("policy.items.", PARTS),
            Map.entry("policy.coInsurers.insurer", PARTS),
            Map.entry("policy.factors.", PARTS),
            Map.entry("policy.insuredUnits.", PARTS),
            Map.entry("roster.line", "tells the lines of one list apart without telling who they are"),
            Map.entry("serviceRecord.insuredName", NAME),
            Map.entry("serviceRecord.agencyName", NAME),
            Map.entry("serviceRecord.files.name", PARTS),
            Map.entry("hazard.photos.", PARTS),
            Map.entry("hazard.deadlineApprovedBy", "V-H06 asks for it"),
            Map.entry("hazard.deadlineReason", "V-H06 asks for it"),
            Map.entry("hazard.fundsPlanTime.", PARTS),
            Map.entry("accidentReport.typeLegacyCode", LEGACY),
            Map.entry("accidentReport.typeConfidence", LEGACY),
            Map.entry("accidentReport.followUps.", PARTS),
            Map.entry("claim.uscc", NAME),
            Map.entry("claim.insuredName", NAME),
            Map.entry("claim.reporterMobile", "EX: public insurer forms have it"),
            Map.entry("claim.causeLegacyCode", LEGACY),
            Map.entry("claim.causeConfidence", LEGACY),
            Map.entry("claim.directFees.amount", PARTS),
            Map.entry("annualStat.", "R17 names no fields; they are those of the forms F1 to F5"));

    /** Fields whose presence is another than the cardinality says. */
    private static final Map<String, String> PRESENCE = Map.of(
            "policy.insurer", "the insurer is the record's scope; the field is the source's own code",
            "policy.factors", "a policy at the basic rate has none");

    /** Fields held as another type. */
    private static final Map<String, String> TYPE =
            Map.of("enforcement.stage", "an ordinal of two, chosen from a list");

    /** Fields whose closed list is another. */
    private static final Map<String, String> CODES = Map.of(
            "enterprise.industry", "V-S04 is a warning, and a definition could only reject",
            "enterprise.supervisor", "the name of a department; the parties known are not all there are",
            "policy.insurer", "the source's own code",
            "claim.victims.outcome", "重伤 is counted before there is a disability grade");

    private record Line(String record, String field, String type, String card, String sens, String codes) {
        String name() {
            return record + "." + field;
        }

        Optional<FieldDefinition> ours() {
            RecordDefinition definition =
                    DEFINITIONS.of(RecordType.byCode(record).orElseThrow());
            String[] path = field.split("\\.");
            Optional<FieldDefinition> found = definition.field(path[0]);
            return path.length == 1 ? found : found.flatMap(list -> list.entry(path[1]));
        }
    }

    @Test
    void holdsEveryFieldOfTheModel() {
        assertThat(MODEL).hasSizeGreaterThan(330);
        assertThat(MODEL.stream()
                        .filter(line -> line.ours().isEmpty() && !NOT_A_FIELD.containsKey(line.name()))
                        .map(Line::name))
                .isEmpty();
    }

    @Test
    void holdsNoFieldWithoutAReason() {
        Set<String> model = new HashSet<>(MODEL.stream().map(Line::name).toList());
        assertThat(model).hasSameSizeAs(MODEL);
        Set<String> excused = new HashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String name : namesOfOurs()) {
            Optional<String> excuse = OURS.keySet().stream()
                    .filter(own -> own.endsWith(".") ? name.startsWith(own) : name.equals(own))
                    .findFirst();
            excuse.ifPresent(excused::add);
            if (!model.contains(name) && excuse.isEmpty()) {
                unknown.add(name);
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(excused).as("excuses that are needed").isEqualTo(OURS.keySet());
    }

    @Test
    void keepsTheSensitivityOfTheModel() {
        assertThat(differences(Set.of(), FieldsOfDomainTest::isAsSensitive)).isEmpty();
    }

    private static boolean isAsSensitive(Line line, FieldDefinition field) {
        return line.sens().isEmpty() || field.sensitivity() == Integer.parseInt(line.sens());
    }

    @Test
    void asksForWhatTheModelAsksFor() {
        assertThat(differences(PRESENCE.keySet(), FieldsOfDomainTest::suits)).isEmpty();
    }

    private static boolean suits(Line line, FieldDefinition field) {
        return switch (line.card()) {
            case "1" -> field.presence() != Presence.OPTIONAL;
            case "1..*" -> field.isList() && field.presence() != Presence.OPTIONAL;
            case "*" -> field.isList();
            case "?" -> field.presence() != Presence.REQUIRED;
            case "c" -> field.presence() == Presence.OPTIONAL;
            default -> true;
        };
    }

    @Test
    void holdsValuesAsTheModelDoes() {
        assertThat(differences(TYPE.keySet(), FieldsOfDomainTest::mayHold)).isEmpty();
    }

    private static boolean mayHold(Line line, FieldDefinition field) {
        boolean word = field.type() == FieldType.TEXT || field.type() == FieldType.CODE;
        return switch (line.type()) {
            case "I" -> field.type() == FieldType.INTEGER;
            case "MON" -> field.type() == FieldType.MONEY;
            case "PCT" -> field.type() == FieldType.PERCENT;
            case "DT" -> field.type() == FieldType.INSTANT;
            case "D" -> field.type() == FieldType.DATE;
            case "B" -> field.type() == FieldType.BOOLEAN;
            case "L" -> field.isList();
            case "S", "C", "ID", "ref", "sig", "SM3" -> word;
            default -> true;
        };
    }

    @Test
    void closesTheListsThatTheModelCloses() {
        assertThat(differences(
                        CODES.keySet(),
                        (line, field) ->
                                line.codes().isEmpty() || line.codes().contains("…") || hasSameCodes(line, field)))
                .isEmpty();
    }

    private static boolean hasSameCodes(Line line, FieldDefinition field) {
        if (field.codes() == null) {
            return false;
        }
        return field.codes().equals("SCALE")
                ? line.codes().equals("L|M|S|X")
                : Set.of(line.codes().split("\\|")).equals(Set.of(field.codes().split("\\|")));
    }

    @Test
    void excusesNothingThatNeedsNoExcuse() {
        assertThat(excusedInVain(PRESENCE.keySet(), FieldsOfDomainTest::suits)).isEmpty();
        assertThat(excusedInVain(TYPE.keySet(), FieldsOfDomainTest::mayHold)).isEmpty();
        assertThat(excusedInVain(CODES.keySet(), FieldsOfDomainTest::hasSameCodes))
                .isEmpty();
        assertThat(NOT_A_FIELD.keySet()).allMatch(name -> line(name).ours().isEmpty());
    }

    /** The lines with which a field of ours does not agree, without the excused ones. */
    private static List<Line> differences(Set<String> excused, BiPredicate<Line, FieldDefinition> agrees) {
        return MODEL.stream()
                .filter(line -> !excused.contains(line.name()))
                .filter(line ->
                        line.ours().filter(field -> !agrees.test(line, field)).isPresent())
                .toList();
    }

    private static List<String> excusedInVain(Set<String> excused, BiPredicate<Line, FieldDefinition> agrees) {
        return excused.stream()
                .filter(name -> agrees.test(line(name), line(name).ours().orElseThrow()))
                .toList();
    }

    private static Line line(String name) {
        return MODEL.stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hasAllTwentyTypesInTheirOrder() {
        assertThat(RecordType.values()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(RecordType.values()[i].number()).isEqualTo(String.format("R%02d", i + 1));
        }
    }

    private static List<String> namesOfOurs() {
        List<String> names = new ArrayList<>();
        for (RecordType type : RecordType.values()) {
            for (FieldDefinition field : DEFINITIONS.of(type).fields()) {
                names.add(type.code() + "." + field.name());
                for (FieldDefinition entry : field.entries()) {
                    names.add(type.code() + "." + field.name() + "." + entry.name());
                }
            }
        }
        return names;
    }

    private static List<Line> read() {
        try (InputStream in =
                Objects.requireNonNull(FieldsOfDomainTest.class.getResourceAsStream("/record/fields-of-domain.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> Arrays.asList(line.split(",", -1)))
                    .map(cells -> new Line(
                            cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
