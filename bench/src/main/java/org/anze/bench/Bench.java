package org.anze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.anze.bench.process.Contender;

/** Runs what the command line asks for, prints it, and writes it to {@code bench/target/results}. */
public final class Bench {

    private static final long[] RECIPIENTS = {1, 4, 16, 64};
    private static final long[] SIZES = {1_500, 10_000, 100_000};
    private static final long[] BATCHES = {1, 10, 100, 500, 1_000, 10_000};
    private static final long[] LEDGERS = {100_000, 1_000_000, 10_000_000};
    private static final int WARM_SHARE = 2;

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
        if (options.grow().isEmpty()) {
            report.add("", lineUp(options));
        } else {
            long[] values =
                    switch (options.grow()) {
                        case "recipients" -> RECIPIENTS;
                        case "size" -> SIZES;
                        case "batch" -> BATCHES;
                        default -> LEDGERS;
                    };
            for (long value : values) {
                String label = options.grow() + " " + value;
                say("── " + label);
                report.add(label, lineUp(options.grown(value)));
            }
        }
        report.write().forEach(Bench::say);
    }

    private List<Section> lineUp(Options options) throws IOException, InterruptedException {
        List<Section> sections = new ArrayList<>();
        try (Lineup lineup = new Lineup(options, project, target.resolve("work"), program)) {
            Measurement measurement = new Measurement(options, lineup);
            long first = warmUp(options, lineup, measurement);
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
            new Evidence(program, target.resolve("results")).check(lineup, measurement, first);
        }
        return sections;
    }

    /** Fills the stores when that was asked for, and lets every contender run until its code is compiled. Not counted. */
    private static long warmUp(Options options, Lineup lineup, Measurement measurement)
            throws IOException, InterruptedException {
        long first = 0;
        if (options.ledger() > 0) {
            say("filling the stores with " + options.ledger() + " records");
            for (long done = 0; done < options.ledger(); done += options.records()) {
                for (Contender contender : lineup.contenders()) {
                    measurement.run(contender, "batch", 0, first, options.records());
                }
                first += options.records();
            }
        }
        for (String mode : options.modes()) {
            for (Contender contender : lineup.contenders()) {
                int count = Math.max(1, count(options, contender, mode) / WARM_SHARE);
                say("warm-up " + Report.line(measurement.run(contender, mode, 0, first, count)));
            }
            first += count(options, null, mode);
        }
        return first;
    }

    /** A baseline gets the first part of the records that the gateway gets. */
    private static int count(Options options, Contender contender, String mode) {
        int all = mode.equals("single") ? options.single() : Math.max(options.records(), options.batch());
        if (contender == null || contender.name().equals("gateway")) {
            return all;
        }
        return Math.max(mode.equals("single") ? 100 : Math.min(all, 4 * options.batch()), all / options.share());
    }
}
