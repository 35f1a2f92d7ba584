package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.intake.DryRunReport.Note;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.EarlierBatches;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.returned.Content;
import org.anze.gateway.intake.returned.FixFile;
import org.anze.gateway.intake.returned.FixFiles;
import org.anze.gateway.intake.returned.RecordSource;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks a submission and keeps nothing. Duplicates and conflicts with the ledger are not seen, and that is said. Safe for
 * many threads.
 */
final class DryRun {

    /** References to records further back in the same submission are not found. */
    private static final int BATCHES_REMEMBERED = 20;

    private static final Note LEDGER_NOT_ASKED = new Note(
            "未与台账比对重复与版本冲突（LED-0101），正式报送时比对",
            "duplicates and version conflicts with the ledger (LED-0101) were not looked for; a real submission does");
    private static final Note STOPPED =
            new Note("读到出错处为止，其后的记录未检查", "reading ended at the damage; the records behind it were not checked");

    private final BatchLine line;
    private final @Nullable SubmissionReading reading;
    private final @Nullable FixFiles files;

    /** Only counts; ordinary files only. */
    DryRun(BatchLine line) {
        this(line, null, null);
    }

    DryRun(BatchLine line, @Nullable SubmissionReading reading, @Nullable FixFiles files) {
        this.line = line;
        this.reading = reading;
        this.files = files;
    }

    SubmissionStatus run(Arrival arrival, Mapping mapping, InputStream body, Instant now, long limit) {
        try (DryRunBody content = DryRunBody.take(body, limit)) {
            return run(arrival, mapping, content, now, (DryRuns.FixTarget) null).status();
        }
    }

    /** @param fix null when nobody wants the records that would be rejected */
    DryRunReport run(Arrival arrival, Mapping mapping, Content content, Instant now, DryRuns.@Nullable FixTarget fix) {
        DryRunTally tally = new DryRunTally();
        Set<String> flawed = new HashSet<>();
        Finding refusal = null;
        try {
            each(arrival, mapping, content, now, batch -> {
                tally.add(batch);
                batch.rejected().forEach(record -> record.findings().forEach(finding -> {
                    if (finding.location().name() != null && flawed.size() < RawBatch.SIZE) {
                        flawed.add(finding.location().name());
                    }
                }));
            });
        } catch (SenderMustCorrect e) {
            refusal = e.finding();
        }
        if (fix != null && files != null && refusal == null && tally.rejected() > 0) {
            writeFix(arrival, mapping, content, now, flawed, fix);
        }
        List<Note> notes = new ArrayList<>();
        notes.add(LEDGER_NOT_ASKED);
        if (refusal != null) {
            notes.add(STOPPED);
        }
        return tally.report(arrival, mapping, now, refusal, notes);
    }

    @FunctionalInterface
    private interface Batches {
        void take(CheckedBatch batch) throws IOException;
    }

    private void each(Arrival arrival, Mapping mapping, Content content, Instant now, Batches batches) {
        SubmissionRef reference =
                new SubmissionRef(0, "dry-run", arrival.party().id(), arrival.messageId(), new byte[0], now);
        EarlierBatches earlier = new EarlierBatches(BATCHES_REMEMBERED);
        try (RecordSource reader = open(arrival, mapping, content)) {
            int size = mapping.batchSize();
            List<RawRecord> records = new ArrayList<>(size);
            RawRecord next = reader.next();
            while (next != null) {
                records.add(next);
                next = reader.next();
                if (records.size() == size || next == null) {
                    batches.take(line.check(new RawBatch(
                            reference, arrival.party(), mapping, 0, records, next == null, null, earlier)));
                    records = new ArrayList<>(size);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordSource open(Arrival arrival, Mapping mapping, Content content) throws IOException {
        if (reading != null) {
            return reading.open(arrival.party().id(), mapping, content);
        }
        InputStream in = content.open();
        RawReader reader = mapping.open(in);
        return new RecordSource() {
            @Override
            public @Nullable RawRecord next() {
                return reader.next();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    private void writeFix(
            Arrival arrival,
            Mapping mapping,
            Content content,
            Instant now,
            Set<String> flawed,
            DryRuns.FixTarget target) {
        FixFiles.Plan plan = files.plan(arrival.party().id(), mapping, false);
        try (OutputStream out = target.open(plan.extension());
                FixFile file = files.open(plan, "dry-run", flawed, out)) {
            each(arrival, mapping, content, now, batch -> {
                for (Map.Entry<RawRecord, List<Finding>> record : rejected(batch)) {
                    file.add(record.getKey(), record.getValue());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rejected raw records of a batch in their order, each with the findings of all its parts. */
    private static List<Map.Entry<RawRecord, List<Finding>>> rejected(CheckedBatch batch) {
        Map<Long, List<Finding>> findings = new TreeMap<>();
        batch.rejected().stream()
                .sorted(Comparator.comparingInt(RejectedRecord::part))
                .forEach(record -> findings.computeIfAbsent(record.ordinal(), any -> new ArrayList<>())
                        .addAll(record.findings()));
        return batch.raw().records().stream()
                .filter(raw -> findings.containsKey(raw.ordinal()))
                .map(raw -> Map.entry(raw, findings.get(raw.ordinal())))
                .toList();
    }
}
