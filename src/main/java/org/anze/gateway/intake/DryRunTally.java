package org.anze.gateway.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.intake.SubmissionStatus.Awaiting;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.returned.CanonicalSample;
import org.anze.gateway.intake.returned.RuleTally;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** Adds up what a dry run finds; bounded. For one thread. */
final class DryRunTally {

    private static final int SHOWN = 100;
    private static final int SAMPLES = 3;

    private final RuleTally rules = new RuleTally();
    private final List<Finding> findings = new ArrayList<>();
    private final List<CanonicalSample> samples = new ArrayList<>();
    private final List<Awaiting> awaiting = new ArrayList<>();
    private long records;
    private long accepted;
    private long warned;
    private long rejected;
    private long parked;
    private long skipped;
    private long duplicate;
    private boolean complete = true;

    void add(DryRunLedger.Compared compared) {
        CheckedBatch batch = compared.batch();
        duplicate += compared.duplicates();
        records += batch.raw().records().size();
        accepted += compared.accepted().size();
        rejected += compared.rejected().size();
        parked += batch.parked().size();
        skipped += batch.skipped();
        for (CheckedBatch.Accepted each : compared.accepted()) {
            List<Finding> warnings = each.record().findings();
            warned += warnings.isEmpty() ? 0 : 1;
            warnings.forEach(rules::add);
            if (samples.size() < SAMPLES) {
                samples.add(CanonicalSample.of(each.record().record()));
            }
        }
        compared.rejected().forEach(record -> {
            record.findings().forEach(rules::add);
            int room = SHOWN - findings.size();
            complete &= record.findings().size() <= room;
            findings.addAll(record.findings()
                    .subList(0, Math.min(room, record.findings().size())));
        });
        for (CheckedBatch.Parked each : batch.parked()) {
            if (samples.size() < SAMPLES) {
                samples.add(CanonicalSample.of(each.record()));
            }
            if (awaiting.size() < SHOWN) {
                awaiting.add(new Awaiting(
                        each.record().raw().location().line(),
                        each.record().type(),
                        each.record().businessKey(),
                        each.awaited().type(),
                        each.awaited().businessKey(),
                        each.until()));
            }
        }
    }

    long rejected() {
        return rejected;
    }

    DryRunReport report(
            Arrival arrival, Mapping mapping, Instant now, @Nullable Finding refusal, List<DryRunReport.Note> notes) {
        State state = refusal != null || rejected > 0 && accepted + parked + duplicate == 0
                ? State.REJECTED
                : rejected + parked > 0 ? State.PARTLY_ACCEPTED : State.ACCEPTED;
        SubmissionStatus status = new SubmissionStatus(
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
                accepted + rejected + parked + duplicate,
                accepted,
                warned,
                rejected,
                duplicate,
                refusal,
                List.copyOf(findings),
                complete,
                null,
                parked,
                List.copyOf(awaiting),
                null,
                skipped);
        return new DryRunReport(status, rules.counts(), samples, notes);
    }
}
