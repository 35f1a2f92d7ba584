package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** Checks a submission and keeps nothing. Duplicates and conflicts with the ledger are not seen. */
final class DryRun {

    private static final int FINDINGS_SHOWN = 100;

    private final BatchLine line;

    DryRun(BatchLine line) {
        this.line = line;
    }

    SubmissionStatus run(Arrival arrival, Mapping mapping, InputStream body, Instant now, long limit) {
        Tally tally = new Tally();
        Finding refusal = null;
        SubmissionRef reference =
                new SubmissionRef(0, "dry-run", arrival.party().id(), arrival.messageId(), new byte[0], now);
        try (LimitedStream limited = new LimitedStream(body, limit);
                RawReader reader = mapping.open(limited)) {
            List<RawRecord> batch = new ArrayList<>(RawBatch.SIZE);
            for (RawRecord next = reader.next(); next != null; next = reader.next()) {
                batch.add(next);
                if (batch.size() == RawBatch.SIZE) {
                    tally.add(line.check(new RawBatch(reference, arrival.party(), mapping, 0, batch, false, null)));
                    batch = new ArrayList<>(RawBatch.SIZE);
                }
            }
            tally.add(line.check(new RawBatch(reference, arrival.party(), mapping, 0, batch, true, null)));
        } catch (SenderMustCorrect e) {
            refusal = e.finding();
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        }
        return tally.status(arrival, mapping, now, refusal);
    }

    private static final class Tally {
        private long records;
        private long accepted;
        private long warned;
        private long rejected;
        private boolean complete = true;
        private final List<Finding> findings = new ArrayList<>();

        void add(CheckedBatch batch) {
            records += batch.raw().records().size();
            accepted += batch.accepted().size();
            warned += batch.accepted().stream()
                    .filter(item -> !item.record().findings().isEmpty())
                    .count();
            rejected += batch.rejected().size();
            batch.rejected().forEach(record -> {
                int room = FINDINGS_SHOWN - findings.size();
                complete &= record.findings().size() <= room;
                findings.addAll(record.findings()
                        .subList(0, Math.min(room, record.findings().size())));
            });
        }

        SubmissionStatus status(Arrival arrival, Mapping mapping, Instant now, @Nullable Finding refusal) {
            State state = refusal != null || accepted == 0
                    ? State.REJECTED
                    : rejected > 0 ? State.PARTLY_ACCEPTED : State.ACCEPTED;
            return new SubmissionStatus(
                    "dry-run",
                    arrival.party().id(),
                    arrival.messageId(),
                    arrival.fileName(),
                    arrival.channel().name(),
                    mapping.name(),
                    state,
                    now,
                    0,
                    records,
                    accepted + rejected,
                    accepted,
                    warned,
                    rejected,
                    0,
                    refusal,
                    List.copyOf(findings),
                    complete,
                    null);
        }
    }

    /** Refuses to read beyond the limit. */
    private static final class LimitedStream extends java.io.FilterInputStream {
        private final long limit;
        private long left;

        LimitedStream(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new SenderMustCorrect(IntakeProblem.TOO_LARGE, org.anze.gateway.problem.Location.WHOLE, limit);
            }
        }
    }
}
