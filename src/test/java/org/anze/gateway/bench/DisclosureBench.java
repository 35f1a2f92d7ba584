package org.anze.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.parcel.Renditions;
import org.anze.gateway.seal.parcel.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it costs to give one record to 1, 4, 16 and 64 recipients whose agreements differ: CPU time of the one thread that does
 * it, per record and recipient. Against signing each view by itself, in the same run, from the same opened units, with the same
 * JSON. Nothing is asserted about speed; that every parcel verifies is.
 */
@Tag("bench")
class DisclosureBench {

    private static final Logger LOG = LoggerFactory.getLogger("anze.bench");
    private static final int ROUNDS = Integer.getInteger("anze.bench.disclosure.rounds", 3);
    private static final int[] RECIPIENTS = {1, 4, 16, 64};
    /** Views that are signed one by one in a round; each costs the same, so a few hundred tell as much as thousands. */
    private static final int SIGNED_VIEWS = 128;

    private static final double WARM_UP_MICROS = 1_500_000;
    private static final Path FOLDER = Path.of("target", "bench", "disclosure");
    private static final Instant NOW = SampleSeals.NOW;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<String> lines = new ArrayList<>();

    @Test
    void printsWhatARecipientMoreCosts() throws Exception {
        Files.createDirectories(FOLDER);
        List<ViewSigner> ways = ViewSigner.all();
        for (Suite suite : Suite.values()) {
            for (BenchPolicy policy : BenchPolicy.values()) {
                compare(suite, policy, ways);
            }
        }
        LOG.info(
                "CPU per record and recipient, one thread, {} {}; ours, and each view signed by itself:\n{}",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                String.join("\n", lines));
    }

    private void compare(Suite suite, BenchPolicy policy, List<ViewSigner> ways) throws Exception {
        DisclosureLedger ledger = new DisclosureLedger(suite, policy, FOLDER);
        List<SealedRecord> stored = ledger.stored();
        List<String> four = DisclosureLedger.recipients(4);
        verify(ledger, stored);
        for (double micros = 0; micros < WARM_UP_MICROS; ) {
            micros += cpu(() -> parcels(ledger, four, ledger.opened(stored)));
            micros += cpu(() -> parcels(ledger, four, stored));
            for (ViewSigner way : ways) {
                micros += cpu(() -> signedViews(ledger, four, ledger.opened(stored.subList(0, 64)), way));
            }
        }
        lines.add(suite + ", " + policy.title() + ":");
        for (int count : RECIPIENTS) {
            List<String> recipients = DisclosureLedger.recipients(count);
            List<SealedRecord> some = stored.subList(0, Math.max(1, SIGNED_VIEWS / count));
            double ours = median(() -> cpu(() -> {
                        ledger.signedAtIntake();
                        parcels(ledger, recipients, ledger.opened(stored));
                    }))
                    / (count * stored.size());
            StringBuilder line = new StringBuilder(String.format("  %2d recipients: %6.2f us", count, ours));
            for (ViewSigner way : ways) {
                double each = median(() -> cpu(() -> signedViews(ledger, recipients, ledger.opened(some), way)))
                        / (count * some.size());
                line.append(String.format("; %s %6.1f us (x%.1f)", way.name(), each, each / ours));
            }
            lines.add(line.toString());
        }
        lines.add(parts(ledger, stored, four));
    }

    /** Every recipient's parcel, one after the other. */
    private static void parcels(DisclosureLedger ledger, List<String> recipients, List<SealedRecord> records) {
        for (String recipient : recipients) {
            List<DisclosedRecord> views = ledger.views(recipient, records, NOW);
            ledger.signed(ledger.written(recipient, views, NOW), views);
        }
    }

    /** Every recipient's views, each with a signature of its own. */
    private static void signedViews(
            DisclosureLedger ledger, List<String> recipients, List<SealedRecord> records, ViewSigner way) {
        for (String recipient : recipients) {
            for (DisclosedRecord view : ledger.views(recipient, records, NOW)) {
                way.sign(DisclosureLedger.json(view));
            }
        }
    }

    private static void verify(DisclosureLedger ledger, List<SealedRecord> stored) {
        ParcelVerifier verifier =
                new ParcelVerifier(UnitCatalogue.builtIn(), ledger.gateway().trust());
        for (String recipient : DisclosureLedger.recipients(8)) {
            List<DisclosedRecord> views = ledger.views(recipient, stored, NOW);
            byte[] parcel = ledger.signed(ledger.written(recipient, views, NOW), views);
            assertThat(verifier.verify(parcel, Renditions.of(Map.of()))).isInstanceOf(Verdict.Verified.class);
        }
    }

    /** Where the time of a parcel goes, and what it costs recipients whose records are in memory, or closed in the store. */
    private String parts(DisclosureLedger ledger, List<SealedRecord> stored, List<String> recipients) {
        double views = (double) recipients.size() * DisclosureLedger.PARCEL;
        List<SealedRecord> open = ledger.opened(stored);
        List<SealedRecord> kept = ledger.inMemory();
        double opening = median(() -> cpu(() -> ledger.opened(stored))) / DisclosureLedger.PARCEL;
        double[] steps = new double[3];
        double[][] rounds = new double[3][ROUNDS];
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String recipient : recipients) {
                long before = threads.getCurrentThreadCpuTime();
                List<DisclosedRecord> disclosed = ledger.views(recipient, open, NOW);
                long decided = threads.getCurrentThreadCpuTime();
                ParcelWriter written = ledger.written(recipient, disclosed, NOW);
                long done = threads.getCurrentThreadCpuTime();
                bytes = ledger.signed(written, disclosed).length;
                rounds[0][round] += (decided - before) / 1000.0;
                rounds[1][round] += (done - decided) / 1000.0;
                rounds[2][round] += (threads.getCurrentThreadCpuTime() - done) / 1000.0;
            }
        }
        for (int step = 0; step < steps.length; step++) {
            Arrays.sort(rounds[step]);
            steps[step] = rounds[step][ROUNDS / 2] / views;
        }
        return String.format(
                "  of which, 4 recipients: opening all units of a record once %.1f us; then per recipient deciding and"
                        + " disclosing %.2f, writing the evidence %.2f, proving, hashing and signing %.2f us; %d bytes per"
                        + " record.%n  Without opening (records still in memory) %.2f us; each recipient opening for"
                        + " itself from the store %.2f us",
                opening,
                steps[0],
                steps[1],
                steps[2],
                bytes / DisclosureLedger.PARCEL,
                median(() -> cpu(() -> parcels(ledger, recipients, kept))) / views,
                median(() -> cpu(() -> parcels(ledger, recipients, stored))) / views);
    }

    /** Microseconds of this thread's CPU time. */
    private double cpu(Runnable work) {
        long begun = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - begun) / 1000.0;
    }

    private static double median(DoubleSupplier round) {
        double[] took = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            took[i] = round.getAsDouble();
        }
        Arrays.sort(took);
        return took[ROUNDS / 2];
    }
}
