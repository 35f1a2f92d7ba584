package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proves every mapping by the samples beside it: {@code samples/<mapping>/<case>.in.*} gives {@code <case>.expected.json}. A
 * sample without an expectation fails and leaves what came out under {@code target/mapping-samples/} for its author to read.
 */
class MappingSamplesTest {

    private static final Path FOLDER = Path.of("mappings");
    private static final Instant RECEIVED = Instant.parse("2026-09-30T16:00:00Z");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static Mappings mappings;
    private static Parties parties;

    @BeforeAll
    static void load() throws IOException {
        mappings = Mappings.load(FOLDER, RecordDefinitions.load(), CodeTables.load(Path.of("codes")));
        parties = Parties.load(Path.of("parties"));
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().contains(".in."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyMappingIsSoundAndHasSamples() throws IOException {
        assertThat(mappings.broken()).isEmpty();
        List<String> sampled = samples().stream()
                .map(file -> FOLDER.relativize(file).getName(0) + "/"
                        + file.getParent().getFileName())
                .distinct()
                .toList();
        assertThat(sampled).containsExactlyInAnyOrderElementsOf(mappings.names());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesWhatItsSampleExpects(Path sample) throws IOException {
        Path relative = FOLDER.relativize(sample);
        String party = relative.getName(0).toString();
        String name = sample.getParent().getFileName().toString();
        Mapping mapping = mappings.find(party, name).orElseThrow();
        Object outcome = outcome(mapping, parties.find(party).orElseThrow(), sample);
        String fileName = sample.getFileName().toString();
        Path expected = sample.resolveSibling(fileName.substring(0, fileName.indexOf(".in.")) + ".expected.json");
        if (!Files.exists(expected)) {
            Path left = Path.of("target", "mapping-samples").resolve(FOLDER.relativize(expected));
            Files.createDirectories(left.getParent());
            Files.write(left, JSON.writeValueAsBytes(outcome));
        }
        assertThat(expected).exists();
        JsonNode seen = JSON.readTree(JSON.writeValueAsBytes(outcome));
        assertThat((Object) seen).isEqualTo(JSON.readTree(Files.readAllBytes(expected)));
    }

    private static Object outcome(Mapping mapping, Party party, Path sample) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>();
        Inspection inspection;
        try (InputStream in = Files.newInputStream(sample)) {
            inspection = mapping.inspect(in);
        } catch (SenderMustCorrect e) {
            outcome.put("refused", shown(e.finding()));
            return outcome;
        }
        List<Object> records = new ArrayList<>();
        try (InputStream in = Files.newInputStream(sample);
                RawReader reader = mapping.open(in)) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                assertThat(raw.ordinal()).isEqualTo(records.size());
                for (Normalised result : mapping.normalise(raw, new MappingContext(party, RECEIVED))) {
                    records.add(shown(result));
                }
            }
        }
        outcome.put("records", inspection.records());
        outcome.put(
                "warnings",
                inspection.findings().stream().map(MappingSamplesTest::shown).toList());
        outcome.put("results", records);
        return outcome;
    }

    private static Object shown(Normalised result) {
        Map<String, Object> shown = new LinkedHashMap<>();
        CanonicalRecord record = result.record();
        if (record != null) {
            shown.put("version", record.version());
            shown.put("op", record.operation().name());
            shown.put("scopeInsurer", record.scope().insurer());
            shown.put("riskRegion", record.scope().riskRegion());
            shown.put("sector", record.scope().sector());
            for (FieldDefinition field : record.definition().fields()) {
                Object value = record.value(field.name());
                if (value != null) {
                    shown.put(field.name(), value);
                }
            }
        }
        shown.put(
                "findings",
                result.findings().stream().map(MappingSamplesTest::shown).toList());
        return shown;
    }

    private static String shown(Finding finding) {
        return finding.code() + " " + finding.severity() + (finding.rule() == null ? "" : " " + finding.rule()) + " "
                + finding.location().line() + ":" + finding.location().column() + " "
                + finding.location().name() + " " + finding.zh();
    }
}
