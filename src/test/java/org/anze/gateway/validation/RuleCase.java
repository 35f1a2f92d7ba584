package org.anze.gateway.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.record.RecordType;

/**
 * One line of {@code src/test/resources/rules/*.cases}:
 * {@code rule | record type | what the ledger has | circumstances | changes to the faultless record | problems, - for none}.
 *
 * <p>What the ledger has is written as {@link KnownRecords#parse} reads it. Circumstances are {@code at=}, {@code from=}, {@code last}.
 */
record RuleCase(
        String file,
        int line,
        String rule,
        RecordType type,
        String known,
        String given,
        String changes,
        String problems) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "rules");

    static List<RuleCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".cases"))
                    .sorted()
                    .flatMap(RuleCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<RuleCase> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                    .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
                    .map(i -> parse(file.getFileName().toString(), i + 1, lines.get(i)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuleCase parse(String file, int line, String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException(file + ":" + line + " has " + parts.length + " columns");
        }
        return new RuleCase(
                file,
                line,
                parts[0].strip(),
                RecordType.byCode(parts[1].strip()).orElseThrow(),
                parts[2].strip(),
                parts[3].strip(),
                parts[4].strip(),
                parts[5].strip());
    }

    boolean isPassing() {
        return problems.equals("-");
    }

    void check() {
        SampleContext context = new SampleContext();
        for (String circumstance : given.isEmpty() ? new String[0] : given.split(";\\s*")) {
            if (circumstance.startsWith("at=")) {
                context.receivedAt(circumstance.substring(3));
            } else if (circumstance.startsWith("from=")) {
                context.from(SampleContext.sender(circumstance.substring(5)));
            } else if (circumstance.equals("last")) {
                context.forTheLastTime();
            } else {
                throw new IllegalArgumentException(circumstance);
            }
        }
        KnownRecords.parse(known).records().forEach(context::knowing);
        SampleRecords.Sample sample = SampleRecords.a(type);
        if (given.contains("from=") && !given.contains("from=insurer-")) {
            sample.with("@insurer="); // Only insurers send their own business.
        }
        RuleCases.check(context, rule, sample, changes.isEmpty() ? null : linked(context), problems);
    }

    /** {@code @HASH} is the hash of the entry of the fee ledger that the ledger has. */
    private String linked(SampleContext context) {
        return changes.contains("@HASH")
                ? changes.replace("@HASH", FeeChain.hash(context.lastKnown().values()::get))
                : changes;
    }

    @Override
    public String toString() {
        return file + ":" + line + " " + rule + " " + type.code() + " " + known + " " + given + " " + changes + " → "
                + problems;
    }
}
