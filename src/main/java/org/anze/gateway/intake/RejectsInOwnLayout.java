package org.anze.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.intake.RejectsRows.Stored;
import org.anze.gateway.intake.returned.FixFile;
import org.anze.gateway.intake.returned.FixFiles;
import org.anze.gateway.intake.returned.RecordSource;
import org.anze.gateway.intake.returned.ReturnedProblem;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives rejected records back in their sender's own layout by reading the stored submission once more beside the list of its
 * rejected records. Memory does not grow with their number. Safe for several threads.
 */
final class RejectsInOwnLayout implements Rejects {

    private static final int MOST_COLUMNS = 8000;

    private final RejectsRows rows;
    private final Rejects lists;
    private final RawStore raw;
    private final Supplier<Mappings> mappings;
    private final SubmissionReading reading;
    private final FixFiles files;

    RejectsInOwnLayout(
            RejectsRows rows, RawStore raw, Supplier<Mappings> mappings, SubmissionReading reading, FixFiles files) {
        this.rows = rows;
        this.lists = new RejectsFile(rows);
        this.raw = raw;
        this.mappings = mappings;
        this.reading = reading;
        this.files = files;
    }

    @Override
    public long write(String submission, Format format, OutputStream out) throws IOException {
        return lists.write(submission, format, out);
    }

    @Override
    public Optional<OwnFile> own(String submission, boolean workbook) {
        Optional<Stored> stored = rows.find(submission).filter(found -> found.rejected() > 0);
        return stored.flatMap(found -> mappings.get()
                .find(found.party(), found.mapping())
                .map(mapping -> new File(submission, found, mapping, files.plan(found.party(), mapping, workbook))));
    }

    private final class File implements OwnFile {
        private final String submission;
        private final Stored stored;
        private final Mapping mapping;
        private final FixFiles.Plan plan;

        private File(String submission, Stored stored, Mapping mapping, FixFiles.Plan plan) {
            this.submission = submission;
            this.stored = stored;
            this.mapping = mapping;
            this.plan = plan;
        }

        @Override
        public String extension() {
            return plan.extension();
        }

        @Override
        public String mediaType() {
            return plan.mediaType();
        }

        @Override
        public long write(OutputStream out) throws IOException {
            return rows.together(stored.party(), () -> {
                // A table needs its headings before its first row, so the columns with findings are looked for first.
                Set<String> flawed = new HashSet<>();
                rows.each(
                        submission,
                        (ordinal, line, key, findings) -> findings.forEach(finding -> {
                            String name = finding.location().name();
                            if (name != null && flawed.size() < MOST_COLUMNS) {
                                flawed.add(name);
                            }
                        }));
                try (RecordSource records = reading.open(stored.party(), mapping, () -> raw.open(stored.seq()));
                        FixFile file = files.open(plan, submission, flawed, out)) {
                    Merge merge = new Merge(records, file, mapping.name());
                    rows.each(submission, merge::take);
                    merge.finish();
                    return file.records();
                }
            });
        }
    }

    /** Goes through the records of the source and the rejected ones side by side, both in the same order. */
    private static final class Merge {
        private final RecordSource records;
        private final FixFile file;
        private final String mapping;
        private final List<Finding> findings = new ArrayList<>();
        private long ordinal = -1;
        private long line;

        Merge(RecordSource records, FixFile file, String mapping) {
            this.records = records;
            this.file = file;
            this.mapping = mapping;
        }

        void take(long next, long nextLine, String key, List<Finding> more) throws IOException {
            if (next != ordinal) {
                finish();
                ordinal = next;
                line = nextLine;
            }
            findings.addAll(more);
        }

        void finish() throws IOException {
            if (ordinal >= 0) {
                file.add(record(), List.copyOf(findings));
                findings.clear();
            }
        }

        private RawRecord record() {
            try {
                RawRecord next = records.next();
                while (next != null && next.ordinal() < ordinal) {
                    next = records.next();
                }
                if (next != null && next.ordinal() == ordinal && next.location().line() == line) {
                    return next;
                }
            } catch (SenderMustCorrect e) {
                if (e.finding().code().equals(KeyProblem.KEY_DESTROYED.code())
                        || e.finding().code().equals(LedgerProblem.UNITS_ARCHIVED.code())) {
                    throw e;
                }
                throw changed(e);
            }
            throw changed(null);
        }

        /** The mapping in force reads it otherwise than the one that was in force when it came. */
        private SenderMustCorrect changed(@Nullable SenderMustCorrect cause) {
            return new SenderMustCorrect(
                    Finding.of(ReturnedProblem.LAYOUT_CHANGED, null, null, Location.WHOLE, mapping), cause);
        }
    }
}
