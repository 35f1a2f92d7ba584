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
import java.util.function.IntFunction;
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
 * it, per record and recipient. Against signing each view by itself, in the same run, from the same records, with the same
 * JSON, by the quickest signers there are. Once with records that are still open in memory, as recipients that keep up get them;
 * once with each side reading rows and opening units for each recipient. Nothing is asserted about speed; that every parcel
 * verifies is.
 */
@Tag("bench")
class DisclosureBench {

    private static final Logger LOG = LoggerFactory.getLogger("anze.bench");
    private static final int ROUNDS = Integer.getInteger("anze.bench.disclosure.rounds", 5);
    private static final int[] RECIPIENTS = {1, 4, 16, 64};
    /** From the store each recipient costs the same again, so that two counts show all. */
    private static final int[] STORED_RECIPIENTS = {1, 4};
    /** Views that are signed one by one in a round; each costs the same, so a few hundred tell as much as thousands. */
    private static final int SIGNED_VIEWS = 64;

    private static final double SM2_GOAL = 10;
    private static final double ECDSA_GOAL = 3;
    private static final double WARM_UP_MICROS = 1_500_000;
    private static final Path FOLDER = Path.of("target", "bench", "disclosure");
    private static final Instant NOW = SampleSeals.NOW;

    /** Where records come from, so many of them; asked anew for each recipient. */
    private interface Source extends IntFunction<List<SealedRecord>> {}

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<String> lines = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();

    @Test
    void printsWhatARecipientMoreCosts() throws Exception {
        Files.createDirectories(FOLDER);
        List<ViewSigner> ways = ViewSigner.all();
        for (Suite suite : Suite.values()) {
            for (BenchPolicy policy : BenchPolicy.values()) {
                DisclosureLedger ledger = new DisclosureLedger(suite, policy, FOLDER);
                verify(ledger);
                String title = suite + ", " + policy.title();
                compare(title + ", in memory", ledger, ledger::inMemory, RECIPIENTS, ways);
                lines.add(parts(ledger));
                compare(title + ", from the store", ledger, ledger::stored, STORED_RECIPIENTS, ways);
            }
        }
        LOG.info(
                "CPU per record and recipient, one thread, {} {}; ours, and each view signed by itself:\n{}\n{}",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                String.join("\n", lines),
                String.join("\n", verdicts));
    }

    private void compare(String title, DisclosureLedger ledger, Source source, int[] counts, List<ViewSigner> ways) {
        List<String> four = DisclosureLedger.recipients(4);
        for (double micros = 0; micros < WARM_UP_MICROS; ) {
            micros += cpu(() -> parcels(ledger, four, source));
            for (ViewSigner way : ways) {
                micros += cpu(() -> signedViews(ledger, four, source, 32, way));
            }
        }
        lines.add(title + ":");
        double[] worst = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int count : counts) {
            List<String> recipients = DisclosureLedger.recipients(count);
            int some = Math.max(1, SIGNED_VIEWS / count);
            double[] ours = new double[ROUNDS];
            double[][] each = new double[ways.size()][ROUNDS];
            // Side by side in each round, so that a busy moment of the machine meets all of them.
            for (int round = 0; round < ROUNDS; round++) {
                ours[round] = cpu(() -> {
                            ledger.signedAtIntake();
                            parcels(ledger, recipients, source);
                        })
                        / (count * DisclosureLedger.PARCEL);
                for (int i = 0; i < each.length; i++) {
                    ViewSigner way = ways.get(i);
                    each[i][round] = cpu(() -> signedViews(ledger, recipients, source, some, way)) / (count * some);
                }
            }
            double mine = median(ours);
            StringBuilder line = new StringBuilder(String.format("  %2d recipients: %6.2f us", count, mine));
            double[] quickest = {Double.MAX_VALUE, Double.MAX_VALUE};
            for (int i = 0; i < each.length; i++) {
                double theirs = median(each[i]);
                int kind = ways.get(i).isSm2() ? 0 : 1;
                quickest[kind] = Math.min(quickest[kind], theirs);
                line.append(String.format("; %s %6.1f us (x%.1f)", ways.get(i).name(), theirs, theirs / mine));
            }
            lines.add(line.toString());
            for (int kind = 0; kind < 2; kind++) {
                worst[kind] = Math.min(worst[kind], quickest[kind] / mine);
            }
        }
        verdicts.add(String.format(
                "%s: at least x%.1f against the quickest SM2 (goal x%.0f: %s), x%.1f against the quickest ECDSA (goal"
                        + " x%.0f: %s)",
                title,
                worst[0],
                SM2_GOAL,
                worst[0] >= SM2_GOAL ? "met" : "MISSED",
                worst[1],
                ECDSA_GOAL,
                worst[1] >= ECDSA_GOAL ? "met" : "MISSED"));
    }

    /** Every recipient's parcel, one after the other. */
    private static void parcels(DisclosureLedger ledger, List<String> recipients, Source source) {
        for (String recipient : recipients) {
            List<DisclosedRecord> views = ledger.views(recipient, source.apply(DisclosureLedger.PARCEL), NOW);
            ledger.signed(ledger.written(recipient, views, NOW), views);
        }
    }

    /** Every recipient's views of some records, each with a signature of its own. */
    private static void signedViews(
            DisclosureLedger ledger, List<String> recipients, Source source, int some, ViewSigner way) {
        for (String recipient : recipients) {
            for (DisclosedRecord view : ledger.views(recipient, source.apply(some), NOW)) {
                way.sign(DisclosureLedger.json(view));
            }
        }
    }

    private static void verify(DisclosureLedger ledger) {
        ParcelVerifier verifier =
                new ParcelVerifier(UnitCatalogue.builtIn(), ledger.gateway().trust());
        for (Source source : List.<Source>of(ledger::inMemory, ledger::stored)) {
            for (String recipient : DisclosureLedger.recipients(8)) {
                List<DisclosedRecord> views = ledger.views(recipient, source.apply(DisclosureLedger.PARCEL), NOW);
                byte[] parcel = ledger.signed(ledger.written(recipient, views, NOW), views);
                assertThat(verifier.verify(parcel, Renditions.of(Map.of()))).isInstanceOf(Verdict.Verified.class);
            }
        }
    }

    /** Where the time of a parcel goes whose records are in memory. */
    private String parts(DisclosureLedger ledger) {
        List<String> recipients = DisclosureLedger.recipients(4);
        double views = (double) recipients.size() * DisclosureLedger.PARCEL;
        double[] steps = new double[3];
        double[][] rounds = new double[3][ROUNDS];
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String recipient : recipients) {
                long before = threads.getCurrentThreadCpuTime();
                List<DisclosedRecord> disclosed =
                        ledger.views(recipient, ledger.inMemory(DisclosureLedger.PARCEL), NOW);
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
            steps[step] = median(rounds[step]) / views;
        }
        return String.format(
                "  of which, 4 recipients: deciding and disclosing %.2f, writing the evidence %.2f, proving and"
                        + " signing %.2f us; %d bytes per record",
                steps[0], steps[1], steps[2], bytes / DisclosureLedger.PARCEL);
    }

    /** Microseconds of this thread's CPU time. */
    private double cpu(Runnable work) {
        long begun = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - begun) / 1000.0;
    }

    private static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
