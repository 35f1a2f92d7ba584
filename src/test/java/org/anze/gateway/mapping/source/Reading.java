package org.anze.gateway.mapping.source;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads test inputs with the settings that a mapping file would have. */
final class Reading {

    /** As mapping files are read. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final SourceFormat format;

    private Reading(SourceFormat format) {
        this.format = format;
    }

    /** {@code yaml} is what stands under {@code source}, {@code columns} what the field table takes. */
    static Reading of(String yaml, String... columns) {
        return new Reading(format(yaml, columns));
    }

    static SourceFormat format(String yaml, String... columns) {
        SourceSettings settings = settings(yaml);
        return SourceFormat.of(settings, List.of(columns));
    }

    static SourceSettings settings(String yaml) {
        return YAML.readValue(yaml, SourceSettings.class);
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    List<RawRecord> records(String text) {
        return records(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads both ways; a survey must count what a reading gives. */
    List<RawRecord> records(byte[] input) {
        List<RawRecord> records = new ArrayList<>();
        try (SourceReader reader = format.open(new ByteArrayInputStream(input))) {
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.ordinal() != records.size()) {
                    throw new AssertionError("ordinal " + record.ordinal() + " of record " + records.size());
                }
                records.add(record);
            }
        }
        long counted = survey(input).records();
        if (counted != records.size()) {
            throw new AssertionError("the survey counted " + counted + ", there are " + records.size());
        }
        return records;
    }

    /** A survey that nobody looks at the records of. */
    static Survey survey(SourceFormat format, InputStream in) {
        return format.survey(in, record -> {});
    }

    Survey survey(byte[] input) {
        return survey(format, new ByteArrayInputStream(input));
    }

    List<String> values(String text, String column) {
        return values(text.getBytes(StandardCharsets.UTF_8), column);
    }

    /** The texts of one column in all records. */
    List<String> values(byte[] input, String column) {
        List<String> values = new ArrayList<>();
        for (RawRecord record : records(input)) {
            values.add(record.value(column));
        }
        return values;
    }

    Finding refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a survey refuses; a reading that goes to the end must refuse the same. */
    Finding refusal(byte[] input) {
        Finding finding = refusal(() -> survey(input));
        Finding whenRead = refusal(() -> {
            try (SourceReader reader = format.open(new ByteArrayInputStream(input))) {
                while (reader.next() != null) {
                    // Only the end matters.
                }
            }
        });
        if (!finding.equals(whenRead)) {
            throw new AssertionError(finding + " when surveyed, " + whenRead + " when read");
        }
        return finding;
    }

    private static Finding refusal(Runnable reading) {
        try {
            reading.run();
        } catch (SenderMustCorrect e) {
            return e.finding();
        }
        throw new AssertionError("nothing was refused");
    }

    /** What is wrong with a record itself. */
    static List<Finding> damage(RawRecord record) {
        return record instanceof Damaged damaged ? damaged.damage() : List.of();
    }
}
