package org.anze.gateway.intake;

import java.io.IOException;
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
import java.util.function.Function;
import org.anze.gateway.intake.DryRunReport.Note;
import org.anze.gateway.intake.batch.BatchCut;
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
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks a submission and keeps nothing. Duplicates and conflicts are told by the ledger as it is. Safe for many threads.
 */
final class DryRun {

    /** References to records further back in the same submission are not found. */
    private static final int BATCHES_REMEMBERED = 20;

    private static final Note LEDGER_NOW = new Note(
            "重复与版本冲突（LED-0101）按此刻的台账判断，正式报送时再判",
            "duplicates and version conflicts (LED-0101) are told by the ledger as it is now; a real submission looks again");
    private static final Note NOT_ALL_COMPARED = new Note(
            "记录太多，部分记录未比对重复与版本冲突，正式报送时比对",
            "there are too many records: some were not looked at for duplicates and version conflicts; a real submission does");
    private static final Note STOPPED =
            new Note("读到出错处为止，其后的记录未检查", "reading ended at the damage; the records behind it were not checked");

    private final BatchLine line;
    private final SubmissionReading reading;
    private final FixFiles files;
    private final Function<String, DryRunLedger> ledger;

    /** @param ledger for one run of the party of this id */
    DryRun(BatchLine line, SubmissionReading reading, FixFiles files, Function<String, DryRunLedger> ledger) {
        this.line = line;
        this.reading = reading;
        this.files = files;
        this.ledger = ledger;
    }

    /** @param fix null when nobody wants the records that would be rejected */
    DryRunReport run(Arrival arrival, Mapping mapping, Content content, Instant now, DryRuns.@Nullable FixTarget fix) {
        DryRunTally tally = new DryRunTally();
        Set<String> flawed = new HashSet<>();
        Finding refusal = null;
        DryRunLedger compared = ledger.apply(arrival.party().id());
        try {
            each(arrival, mapping, content, now, compared, batch -> {
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
        if (fix != null && refusal == null && tally.rejected() > 0) {
            writeFix(arrival, mapping, content, now, flawed, fix);
        }
        List<Note> notes = new ArrayList<>();
        notes.add(LEDGER_NOW);
        if (!compared.isComplete()) {
            notes.add(NOT_ALL_COMPARED);
        }
        if (refusal != null) {
            notes.add(STOPPED);
        }
        return tally.report(arrival, mapping, now, refusal, notes);
    }

    @FunctionalInterface
    private interface Batches {
        void take(DryRunLedger.Compared batch) throws IOException;
    }

    private void each(
            Arrival arrival, Mapping mapping, Content content, Instant now, DryRunLedger compared, Batches batches) {
        SubmissionRef reference = new SubmissionRef(
                0, "dry-run", arrival.party().id(), arrival.messageId(), new byte[0], new byte[0], now);
        EarlierBatches earlier = new EarlierBatches(BATCHES_REMEMBERED);
        try (RecordSource reader = reading.open(arrival.party().id(), mapping, content)) {
            BatchCut cut = new BatchCut(mapping);
            RawRecord next = reader.next();
            while (next != null) {
                cut.add(next);
                next = reader.next();
                if (cut.isFull() || next == null) {
                    CheckedBatch checked = line.check(new RawBatch(
                            reference, arrival.party(), mapping, 0, cut.take(), next == null, null, earlier));
                    batches.take(compared.compare(checked));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            DryRunLedger compared = ledger.apply(arrival.party().id());
            each(arrival, mapping, content, now, compared, batch -> {
                for (Map.Entry<RawRecord, List<Finding>> record : rejected(batch)) {
                    file.add(record.getKey(), record.getValue());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rejected raw records of a batch in their order, each with the findings of all its parts. */
    private static List<Map.Entry<RawRecord, List<Finding>>> rejected(DryRunLedger.Compared batch) {
        Map<Long, List<Finding>> findings = new TreeMap<>();
        batch.rejected().stream()
                .sorted(Comparator.comparingInt(RejectedRecord::part))
                .forEach(record -> findings.computeIfAbsent(record.ordinal(), any -> new ArrayList<>())
                        .addAll(record.findings()));
        return batch.batch().raw().records().stream()
                .filter(raw -> findings.containsKey(raw.ordinal()))
                .map(raw -> Map.entry(raw, findings.get(raw.ordinal())))
                .toList();
    }
}
