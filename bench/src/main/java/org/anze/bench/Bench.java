package org.anze.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.anze.bench.process.Contender;
import org.jspecify.annotations.Nullable;

/** Runs what the command line asks for, prints it, and writes it to {@code bench/target/results}. */
public final class Bench {

    private static final long[] RECIPIENTS = {1, 4, 16, 64};
    private static final long[] SIZES = {1_500, 10_000, 100_000};
    private static final long[] BATCHES = {1, 10, 100, 500, 1_000, 10_000};
    private static final long[] LEDGERS = {100_000, 1_000_000, 10_000_000};
    private static final int WARM_SHARE = 2;
    private static final int FILLING = 50_000;

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
            say("── recipients " + value);
            lineUp(options.grown(value), report, "recipients " + value);
        }
    }

    /** The same processes, with what is sent to them growing. */
    private void grow(Options options, Report report, long[] values) throws IOException, InterruptedException {
        requireRoom(options.ledger(), options);
        try (Lineup lineup = new Lineup(options, project, target.resolve("work"), program)) {
            Measurement plain = new Measurement(options, lineup);
            long first = fill(options, lineup, plain, 0, options.ledger());
            for (long value : values) {
                say("── " + options.grow() + " " + value);
                Options grown = options.grown(value);
                Measurement measurement = new Measurement(grown, lineup);
                first = warmUp(grown, lineup, measurement, first);
                report.add(options.grow() + " " + value, rounds(grown, lineup, measurement, first));
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
            for (long value : LEDGERS) {
                if (value <= batches.ledger()) {
                    first = fill(batches, lineup, measurement, first, value);
                    report.add("ledger " + value, rounds(batches, lineup, measurement, first));
                    first += sent(batches);
                }
            }
            check(lineup, measurement, first);
        }
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

    /** Sends until the stores hold so many records; gives the number of the next one. */
    private static long fill(Options options, Lineup lineup, Measurement measurement, long begin, long ledger)
            throws IOException, InterruptedException {
        long first = begin;
        while (first < ledger) {
            int count = (int) Math.min(FILLING, ledger - first);
            for (Contender contender : lineup.contenders()) {
                measurement.run(contender, "batch", 0, first, count);
            }
            first += count;
            say("filled " + first + " of " + ledger);
        }
        return first;
    }

    /** Lets every contender run until its code is compiled. Not counted. */
    private static long warmUp(Options options, Lineup lineup, Measurement measurement, long begin)
            throws IOException, InterruptedException {
        long first = begin;
        for (String mode : options.modes()) {
            for (Contender contender : lineup.contenders()) {
                int count = Math.max(1, count(options, contender, mode) / WARM_SHARE);
                say("warm-up " + Report.line(measurement.run(contender, mode, 0, first, count)));
            }
            first += count(options, null, mode);
        }
        return first;
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
