package org.anze.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.anze.bench.process.Contender;
import org.jspecify.annotations.Nullable;

/** Runs what the command line asks for, prints it, and writes it to {@code bench/target/results}. */
public final class Bench {

    private static final long[] RECIPIENTS = {1, 4, 16, 64};
    private static final long[] SIZES = {1_500, 10_000, 100_000};
    private static final long[] BATCHES = {1, 10, 100, 500, 1_000, 10_000};
    private static final long[] LEDGERS = {100_000, 1_000_000, 10_000_000};
    /** A slice of a warm-up is a quarter of what the gateway gets in a round, and no more than this. */
    private static final int LARGEST_SLICE = 10_000;

    private static final int SLICES_OF_A_ROUND = 4;
    private static final int FEWEST_SLICES = 4;
    private static final int MOST_SLICES = 12;
    /** Two slices that differ by less are as warm as it gets. */
    private static final double WARM = 0.05;

    private static final int FILLING = 50_000;
    private static final long FILLING_BYTES = 250_000_000;

    private final Path project;
    private final Path target;
    private final List<String> program;

    private Bench(Path project, List<String> program) {
        this.project = project;
        this.target = project.resolve("bench").resolve("target");
        this.program = program;
    }

    /** See {@code --help}; the system property {@code bench.gateway} holds the words that call the gateway. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        List<String> program =
                List.of(System.getProperty("bench.gateway").strip().split("\\s+"));
        new Bench(Path.of("").toAbsolutePath(), program).run(options);
        System.exit(0);
    }

    static void say(String line) {
        System.out.println(line);
    }

    private void run(Options options) throws IOException, InterruptedException {
        Report report = new Report(options, target.resolve("results"));
        report.machine().forEach(Bench::say);
        switch (options.grow()) {
            case "" -> lineUp(options, report, "");
            case "recipients" -> growAnew(options, report);
            case "size" -> grow(options, report, SIZES);
            case "batch" -> grow(options, report, BATCHES);
            default -> growLedger(options, report);
        }
        report.write().forEach(Bench::say);
    }

    /** Agreements are what differs, so everything is started anew for every value. */
    private void growAnew(Options options, Report report) throws IOException, InterruptedException {
        for (long value : RECIPIENTS) {
            Options grown = options.grown(value);
            say("── " + grown.label());
            lineUp(grown, report, grown.label());
            // What was measured for hours stays when a later value fails.
            report.write();
        }
    }

    /** The same processes, with what is sent to them growing. */
    private void grow(Options options, Report report, long[] values) throws IOException, InterruptedException {
        requireRoom(options.ledger(), options);
        try (Lineup lineup = new Lineup(options, project, target.resolve("work"), program)) {
            Measurement plain = new Measurement(options, lineup);
            long first = fill(options, lineup, plain, 0, options.ledger());
            for (long value : values) {
                Options grown = options.grown(value);
                say("── " + grown.label());
                Measurement measurement = new Measurement(grown, lineup);
                first = warmUp(grown, lineup, measurement, first);
                report.add(grown.label(), rounds(grown, lineup, measurement, first));
                report.write();
                first += sent(grown);
            }
            check(lineup, plain, first);
        }
    }

    private void lineUp(Options options, Report report, String label) throws IOException, InterruptedException {
        requireRoom(options.ledger(), options);
        try (Lineup lineup = new Lineup(options, project, target.resolve("work"), program)) {
            Measurement measurement = new Measurement(options, lineup);
            long first = fill(options, lineup, measurement, 0, options.ledger());
            first = warmUp(options, lineup, measurement, first);
            report.add(label, rounds(options, lineup, measurement, first));
            check(lineup, measurement, first + sent(options));
        }
    }

    /** One ledger, which grows from value to value. */
    private void growLedger(Options options, Report report) throws IOException, InterruptedException {
        Options batches = options.grown(options.ledger());
        requireRoom(batches.ledger(), batches);
        try (Lineup lineup = new Lineup(batches, project, target.resolve("work"), program)) {
            Measurement measurement = new Measurement(batches, lineup);
            long first = warmUp(batches, lineup, measurement, 0);
            for (long value : upTo(batches.ledger())) {
                first = fill(batches, lineup, measurement, first, value);
                // After the warm-up there may be more in it already.
                String label = batches.grown(largest(lineup, measurement)).label();
                say("── " + label);
                report.add(label, rounds(batches, lineup, measurement, first));
                report.write();
                first += sent(batches);
            }
            check(lineup, measurement, first);
        }
    }

    private static long largest(Lineup lineup, Measurement measurement) {
        return lineup.contenders().stream().mapToLong(measurement::held).max().orElseThrow();
    }

    /** The sizes of the table that are smaller, and this one. */
    private static long[] upTo(long ledger) {
        return LongStream.concat(LongStream.of(LEDGERS).filter(value -> value < ledger), LongStream.of(ledger))
                .toArray();
    }

    private void check(Lineup lineup, Measurement measurement, long first) throws IOException, InterruptedException {
        new Evidence(program, target.resolve("results")).check(lineup, measurement, first);
    }

    /** How many record numbers the rounds take. */
    private static long sent(Options options) {
        return options.rounds()
                * options.modes().stream()
                        .mapToLong(mode -> count(options, null, mode))
                        .sum();
    }

    private List<Section> rounds(Options options, Lineup lineup, Measurement measurement, long begin)
            throws IOException, InterruptedException {
        List<Section> sections = new ArrayList<>();
        long first = begin;
        for (int round = 1; round <= options.rounds(); round++) {
            List<Contender> order = new ArrayList<>(lineup.contenders());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (String mode : options.modes()) {
                for (Contender contender : order) {
                    int count = count(options, contender, mode);
                    Section section = measurement.run(contender, mode, round, first, count);
                    sections.add(section);
                    say(Report.line(section));
                }
                first += count(options, null, mode);
            }
        }
        return sections;
    }

    /** Sends until the stores of each contender hold so many records; gives the number of the next one. */
    private static long fill(Options options, Lineup lineup, Measurement measurement, long begin, long ledger)
            throws IOException, InterruptedException {
        long most = Math.min(FILLING, FILLING_BYTES / options.size());
        long first = begin;
        while (true) {
            long sent = 0;
            for (Contender contender : lineup.contenders()) {
                long count = Math.min(most, ledger - measurement.held(contender));
                if (count > 0) {
                    measurement.run(contender, "batch", 0, first, (int) count);
                    sent = Math.max(sent, count);
                    say("filled " + contender.name() + " " + measurement.held(contender) + " of " + ledger);
                }
            }
            if (sent == 0) {
                return first;
            }
            first += sent;
        }
    }

    /** Lets every contender run until its code is compiled, each by the same rule. Not counted. */
    private static long warmUp(Options options, Lineup lineup, Measurement measurement, long begin)
            throws IOException, InterruptedException {
        long first = begin;
        for (String mode : options.modes()) {
            int all = count(options, null, mode);
            int least = mode.equals("single") ? 1 : Math.min(all, options.senders() * options.batch());
            int slice = Math.max(least, Math.min(LARGEST_SLICE, all / SLICES_OF_A_ROUND));
            for (Contender contender : lineup.contenders()) {
                warmUp(contender, mode, slice, measurement, first);
            }
            first += (long) slice * MOST_SLICES;
        }
        return first;
    }

    /** Slice after slice, until two in a row are equally fast. */
    private static void warmUp(Contender contender, String mode, int slice, Measurement measurement, long begin)
            throws IOException, InterruptedException {
        double before = 0;
        for (int slices = 1; slices <= MOST_SLICES; slices++) {
            Section section = measurement.run(contender, mode, 0, begin + (long) (slices - 1) * slice, slice);
            say("warm-up " + Report.line(section));
            double change = Math.abs(section.perSecond() - before) / section.perSecond();
            if (slices >= FEWEST_SLICES && change < WARM) {
                return;
            }
            before = section.perSecond();
        }
        say(contender.name() + " " + mode + ": still not steady after " + MOST_SLICES + " slices");
    }

    private void requireRoom(long ledger, Options options) throws IOException {
        long each = options.size()
                * (2L + 2L * options.recipients())
                * options.only().size();
        Files.createDirectories(target);
        long free = Files.getFileStore(target).getUsableSpace();
        if (ledger * each > free) {
            throw new IOException("a ledger of " + ledger + " records takes about " + (ledger * each >> 30)
                    + " GiB, and " + (free >> 30) + " are free; --recipients 1 or a smaller --ledger takes less");
        }
    }

    /** A baseline gets the first part of the records that the gateway gets. */
    private static int count(Options options, @Nullable Contender contender, String mode) {
        int all = mode.equals("single") ? options.single() : Math.max(options.records(), options.batch());
        if (contender == null || contender.name().equals("gateway")) {
            return all;
        }
        return Math.max(mode.equals("single") ? 100 : Math.min(all, 4 * options.batch()), all / options.share());
    }
}
