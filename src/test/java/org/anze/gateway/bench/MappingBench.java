package org.anze.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.bench.BenchPolicies.Kind;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Validated;
import org.anze.gateway.validation.ValidationContext;
import org.anze.gateway.validation.Validator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader, mapping and validation of policies on one thread, for every source kind: records per second of that thread's CPU
 * time, bytes allocated per record, heap that is still in use afterwards, and how both grow with the number of rows. Nothing is
 * asserted about speed; that every record is accepted is.
 */
@Tag("bench")
class MappingBench {

    private static final Logger LOG = LoggerFactory.getLogger("anze.bench");
    private static final long MOST_ROWS = Long.getLong("anze.bench.rows.max", 1_000_000);
    private static final int BATCH = 500;
    private static final Path FOLDER = Path.of("target", "bench");
    private static final References NOTHING_KNOWN = new References() {
        @Override
        public List<KnownRecord> under(RecordType type, String businessKey) {
            return List.of();
        }

        @Override
        public List<KnownRecord> related(Lookup lookup) {
            return List.of();
        }
    };

    private final RecordDefinitions definitions = RecordDefinitions.load();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    @Test
    void printsHowFastEachSourceKindIsAndHowItGrows() throws IOException {
        Files.createDirectories(FOLDER);
        CodeTables codes = CodeTables.load(Path.of("codes"));
        Validator validator = new Validator(definitions, Profiles.load(Path.of("jurisdictions")), codes);
        Parties parties = Parties.load(Path.of("parties"));
        Party party = parties.find("insurer-jia").orElseThrow();
        Mappings mappings = mappings(codes);
        BenchPolicies policies = new BenchPolicies();
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Mapping mapping = mappings.find("bench", kind.name().toLowerCase(java.util.Locale.ROOT))
                    .orElseThrow();
            Run run = new Run(mapping, validator, party, parties);
            run.once(policies, kind, 3L * BenchPolicies.BLOCK);
            run.once(policies, kind, 3L * BenchPolicies.BLOCK);
            double first = 0;
            for (long rows = BenchPolicies.BLOCK; rows <= Math.min(MOST_ROWS, kind.most()); rows *= 10) {
                Figures figures = run.once(policies, kind, rows);
                first = first == 0 ? figures.micros : first;
                lines.add(String.format(
                        "%-7s %,12d rows  %,9.0f records/s of CPU  %6.2f us/record (x%.2f of 10^4)  %,6d B/record"
                                + "  heap after %,4d MB",
                        kind,
                        figures.rows,
                        1e6 / figures.micros,
                        figures.micros,
                        figures.micros / first,
                        figures.bytes,
                        figures.heap >> 20));
            }
        }
        LOG.info(
                "reader + mapping + validation of policies, one thread, {} {}:\n{}",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                String.join("\n", lines));
    }

    private Mappings mappings(CodeTables codes) throws IOException {
        Path party = Files.createDirectories(FOLDER.resolve("mappings").resolve("bench"));
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(java.util.Locale.ROOT);
            Files.writeString(
                    party.resolve(name + ".mapping.yaml"), "recordType: policy\nsource: " + kind.settings() + "\n");
            Files.writeString(party.resolve(name + ".fields.csv"), BenchPolicies.fieldTable());
        }
        Mappings mappings = Mappings.load(FOLDER.resolve("mappings"), definitions, codes);
        assertThat(mappings.broken()).isEmpty();
        return mappings;
    }

    private record Figures(long rows, double micros, long bytes, long heap) {}

    /** One kind, as the intake does it: batches of 500, every record translated and checked. */
    private final class Run {
        private final Mapping mapping;
        private final Validator validator;
        private final MappingContext mappingContext;
        private final ValidationContext validationContext;

        Run(Mapping mapping, Validator validator, Party party, Parties parties) {
            Instant received = Instant.parse("2024-03-01T00:00:00Z");
            this.mapping = mapping;
            this.validator = validator;
            this.mappingContext = new MappingContext(party, received);
            this.validationContext = new ValidationContext(party, received, NOTHING_KNOWN, parties);
        }

        Figures once(BenchPolicies policies, Kind kind, long rows) throws IOException {
            long accepted = 0;
            long records = 0;
            try (InputStream in = policies.open(kind, rows, FOLDER)) {
                long thread = Thread.currentThread().getId();
                long bytesBefore = threads.getThreadAllocatedBytes(thread);
                long begun = threads.getCurrentThreadCpuTime();
                try (RawReader reader = mapping.open(in)) {
                    List<CanonicalRecord> batch = new ArrayList<>(BATCH);
                    for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                        for (Normalised normalised : mapping.normalise(raw, mappingContext)) {
                            if (normalised.record() != null) {
                                batch.add(normalised.record());
                            }
                        }
                        if (batch.size() >= BATCH) {
                            accepted += accepted(batch);
                            batch.clear();
                        }
                        records++;
                    }
                    accepted += accepted(batch);
                }
                long nanos = threads.getCurrentThreadCpuTime() - begun;
                long bytes = threads.getThreadAllocatedBytes(thread) - bytesBefore;
                System.gc();
                // The JSON array opens with an empty object, so that its blocks can repeat; it is the one record
                // refused.
                assertThat(accepted).isEqualTo(rows);
                return new Figures(
                        rows,
                        nanos / 1000.0 / records,
                        bytes / records,
                        memory.getHeapMemoryUsage().getUsed());
            }
        }

        private long accepted(List<CanonicalRecord> batch) {
            validator.wanted(batch);
            long accepted = 0;
            for (Validated verdict : validator.validate(batch, validationContext)) {
                accepted += verdict.valid() == null ? 0 : 1;
            }
            return accepted;
        }
    }
}
