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
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RawRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Samples beside mappings: {@code <party>/samples/<mapping>/<case>.in.*} gives {@code <case>.expected.json}. */
final class MappingSamples {

    private static final Instant RECEIVED = Instant.parse("2026-09-30T16:00:00Z");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    MappingSamples(Path folder) {
        this.folder = folder;
    }

    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".in."))
                    .sorted()
                    .toList();
        }
    }

    /** {@code party/mapping} of every mapping that has a sample. */
    List<String> sampled() throws IOException {
        return all().stream()
                .map(file -> party(file) + "/" + mapping(file))
                .distinct()
                .toList();
    }

    String party(Path sample) {
        return folder.relativize(sample).getName(0).toString();
    }

    String mapping(Path sample) {
        return sample.getParent().getFileName().toString();
    }

    /** Leaves what came out under {@code target/mapping-samples/} when nothing is expected yet. */
    void prove(Path sample, Mapping mapping, Party party) throws IOException {
        Object outcome = outcome(mapping, party, sample);
        String fileName = sample.getFileName().toString();
        Path expected = sample.resolveSibling(fileName.substring(0, fileName.indexOf(".in.")) + ".expected.json");
        if (!Files.exists(expected)) {
            Path left = Path.of("target", "mapping-samples").resolve(folder.relativize(expected));
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
            inspection = mapping.inspect(in, record -> {});
        } catch (SenderMustCorrect e) {
            outcome.put("refused", shown(e.finding()));
            return outcome;
        }
        List<Object> records = new ArrayList<>();
        long ordinal = 0;
        try (InputStream in = Files.newInputStream(sample);
                RawReader reader = mapping.open(in)) {
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                assertThat(raw.ordinal()).isEqualTo(ordinal++);
                for (Normalised result : mapping.normalise(raw, new MappingContext(party, RECEIVED))) {
                    records.add(shown(result, mapping.definitions().size() > 1));
                }
            }
        }
        outcome.put("records", inspection.records());
        outcome.put(
                "warnings",
                inspection.findings().stream().map(MappingSamples::shown).toList());
        outcome.put("results", records);
        return outcome;
    }

    private static Object shown(Normalised result, boolean withType) {
        Map<String, Object> shown = new LinkedHashMap<>();
        CanonicalRecord record = result.record();
        if (record != null) {
            if (withType) {
                shown.put("recordType", record.type().code());
            }
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
        if (result.isSkipped()) {
            shown.put("skipped", true);
        }
        shown.put(
                "findings",
                result.findings().stream().map(MappingSamples::shown).toList());
        return shown;
    }

    private static String shown(Finding finding) {
        return finding.code() + " " + finding.severity() + (finding.rule() == null ? "" : " " + finding.rule()) + " "
                + finding.location().line() + ":" + finding.location().column() + " "
                + finding.location().name() + " " + finding.zh();
    }
}
