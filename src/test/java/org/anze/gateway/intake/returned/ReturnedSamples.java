package org.anze.gateway.intake.returned;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;

/** Submissions that are read, given back, and read again, without a database. */
public final class ReturnedSamples {

    public static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final Path FOLDER = Path.of("mappings");
    private static final Instant RECEIVED = Instant.parse("2026-09-30T16:00:00Z");
    private static final Mappings MAPPINGS = mappings();
    private static final Parties PARTIES = parties();

    public static final ReturnTokens TOKENS = new ReturnTokens(SampleKeys.inMemory(), Clock.systemUTC());
    public static final OwnLayouts LAYOUTS = new OwnLayouts(DEFINITIONS);
    public static final SubmissionReading READING = new SubmissionReading(LAYOUTS, TOKENS);
    public static final FixFiles FILES = new FixFiles(LAYOUTS, TOKENS);

    private ReturnedSamples() {}

    private static Mappings mappings() {
        try {
            return Mappings.load(FOLDER, DEFINITIONS, CodeTables.load(Path.of("codes")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Parties parties() {
        try {
            return Parties.load(Path.of("parties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Mapping mapping(String party, String name) {
        return MAPPINGS.find(party, name).orElseThrow();
    }

    /** A raw record with what its mapping makes of it. */
    record Read(RawRecord raw, List<Normalised> results) {
        List<Finding> findings() {
            return results.stream()
                    .flatMap(result -> result.findings().stream())
                    .toList();
        }

        boolean isRejected() {
            return findings().stream().anyMatch(Finding::rejects);
        }
    }

    static List<Read> read(String party, String mapping, byte[] content) throws IOException {
        List<Read> all = new ArrayList<>();
        Mapping read = mapping(party, mapping);
        MappingContext context = new MappingContext(PARTIES.find(party).orElseThrow(), RECEIVED);
        try (RecordSource records = READING.open(party, read, () -> new ByteArrayInputStream(content))) {
            for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                all.add(new Read(raw, read.normalise(raw, context)));
            }
        }
        return all;
    }

    /** Gives back these records. */
    static byte[] giveBack(String party, String mapping, List<Read> records, boolean workbook) throws IOException {
        FixFiles.Plan plan = FILES.plan(party, mapping(party, mapping), workbook);
        Set<String> flawed = new HashSet<>();
        records.forEach(record -> record.findings().forEach(finding -> {
            if (finding.location().name() != null) {
                flawed.add(finding.location().name());
            }
        }));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FixFile file = FILES.open(plan, "S1", flawed, out)) {
            for (Read record : records) {
                file.add(record.raw(), record.findings());
            }
        }
        return out.toByteArray();
    }

    /** What came out of the mapping, without the places, which differ between a file and what was given back of it. */
    static List<String> outcome(List<Read> records) {
        return records.stream()
                .flatMap(record -> record.results().stream())
                .map(ReturnedSamples::outcome)
                .toList();
    }

    private static String outcome(Normalised result) {
        CanonicalRecord record = result.record();
        StringBuilder text = new StringBuilder();
        if (record != null) {
            text.append(record.businessKey())
                    .append(" v")
                    .append(record.version())
                    .append(record.operation());
            text.append(record.scope().riskRegion()).append(record.scope().sector());
            for (FieldDefinition field : record.definition().fields()) {
                text.append(' ').append(field.name()).append('=').append(record.value(field.name()));
            }
        }
        result.findings()
                .forEach(finding -> text.append(" !").append(finding.code()).append(finding.field()));
        return text.toString();
    }
}
