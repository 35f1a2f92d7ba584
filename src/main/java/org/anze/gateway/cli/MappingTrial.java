package org.anze.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Validated;
import org.anze.gateway.validation.ValidationContext;
import org.jspecify.annotations.Nullable;

/** Reads a file under a mapping and checks its records, as the gateway would without its ledger. Bounded; for one thread. */
final class MappingTrial {

    private static final int BATCH = 500;
    private static final int LINES = 5;

    private final EditedFolders folders;
    private final Party party;
    private final Mapping mapping;
    private final int samplesWanted;
    private final Instant now;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<CanonicalRecord> samples = new ArrayList<>();
    private long raw;
    private long accepted;
    private long warned;
    private long rejected;
    private long waiting;
    private long skipped;
    private @Nullable Finding refusal;

    MappingTrial(EditedFolders folders, Party party, Mapping mapping, int samples, Instant now) {
        this.folders = folders;
        this.party = party;
        this.mapping = mapping;
        this.samplesWanted = samples;
        this.now = now;
    }

    /** The findings of one rule and code. */
    static final class Group {
        private final Finding first;
        private final List<Finding> places = new ArrayList<>();
        private long count;

        private Group(Finding first) {
            this.first = first;
        }

        Finding first() {
            return first;
        }

        /** The first few. */
        List<Finding> places() {
            return places;
        }

        long count() {
            return count;
        }
    }

    void run(Path file) throws IOException {
        List<RawRecord> batch = new ArrayList<>(BATCH);
        try (InputStream in = Files.newInputStream(file);
                RawReader reader = mapping.open(in)) {
            for (RawRecord next = reader.next(); next != null; next = reader.next()) {
                batch.add(next);
                if (batch.size() == BATCH) {
                    check(batch);
                    batch.clear();
                }
            }
        } catch (SenderMustCorrect e) {
            refusal = e.finding();
        }
        check(batch);
    }

    private void check(List<RawRecord> batch) {
        MappingContext context = new MappingContext(party, now);
        List<CanonicalRecord> records = new ArrayList<>();
        List<List<Finding>> before = new ArrayList<>();
        for (RawRecord record : batch) {
            raw++;
            for (Normalised result : mapping.normalise(record, context)) {
                CanonicalRecord canonical = result.record();
                if (result.isSkipped()) {
                    skipped++;
                    result.findings().forEach(this::add);
                } else if (canonical == null) {
                    rejected++;
                    result.findings().forEach(this::add);
                } else {
                    records.add(canonical);
                    before.add(result.findings());
                }
            }
        }
        ValidationContext validation = new ValidationContext(party, now, References.NONE, folders.parties());
        List<Validated> verdicts = folders.validator().validate(records, validation);
        for (int i = 0; i < verdicts.size(); i++) {
            count(verdicts.get(i), before.get(i));
        }
    }

    private void count(Validated verdict, List<Finding> before) {
        before.forEach(this::add);
        verdict.findings().forEach(this::add);
        if (verdict.awaited() != null) {
            waiting++;
        } else if (verdict.valid() == null) {
            rejected++;
        } else {
            accepted++;
            warned += before.isEmpty() && verdict.findings().isEmpty() ? 0 : 1;
        }
        if (samples.size() < samplesWanted) {
            samples.add(verdict.record());
        }
    }

    private void add(Finding finding) {
        Group group = groups.computeIfAbsent(finding.rule() + " " + finding.code(), any -> new Group(finding));
        group.count++;
        if (group.places.size() < LINES) {
            group.places.add(finding);
        }
    }

    String mapping() {
        return mapping.name();
    }

    long raw() {
        return raw;
    }

    long accepted() {
        return accepted;
    }

    long warned() {
        return warned;
    }

    long rejected() {
        return rejected;
    }

    /** Those whose only flaw is a reference that only the ledger can know. */
    long waiting() {
        return waiting;
    }

    long skipped() {
        return skipped;
    }

    /** Why the file as a whole is refused; null when it is not. */
    @Nullable
    Finding refusal() {
        return refusal;
    }

    List<Group> groups() {
        return List.copyOf(groups.values());
    }

    List<CanonicalRecord> samples() {
        return List.copyOf(samples);
    }
}
