package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.RawRecord;

/** Reads every malformed input both ways and writes down what came of it. Started in a JVM of its own with a small heap. */
final class MalformedRun {

    private MalformedRun() {}

    /** {@code arguments}: the file to write; then, if only some are wanted, their names. */
    public static void main(String[] arguments) throws IOException {
        MalformedFiles files = new MalformedFiles();
        List<String> names = arguments.length > 1
                ? List.of(arguments).subList(1, arguments.length)
                : MalformedFiles.expected().stream()
                        .map(MalformedFiles.Expected::name)
                        .toList();
        try (PrintWriter out =
                new PrintWriter(Files.newBufferedWriter(Path.of(arguments[0]), StandardCharsets.UTF_8), true)) {
            for (String name : names) {
                long start = System.nanoTime();
                String surveyed = surveyed(files, name);
                String read = read(files, name);
                long milliseconds = (System.nanoTime() - start) / 1_000_000;
                boolean agree = surveyed.startsWith("refused") || read.startsWith("refused")
                        ? surveyed.equals(read)
                        : read.startsWith("damaged") || read.equals("read");
                String outcome =
                        !agree ? "surveyed " + surveyed + " but " + read : read.equals("read") ? surveyed : read;
                out.println(name + "\t" + outcome + "\t" + milliseconds);
            }
        }
    }

    private static String surveyed(MalformedFiles files, String name) throws IOException {
        try (InputStream in = files.open(name)) {
            Survey survey = files.format(name).survey(in, record -> {});
            return survey.findings().stream()
                    .filter(finding -> finding.severity() == Severity.WARNING)
                    .findFirst()
                    .map(finding -> told("remark", finding))
                    .orElse("read");
        } catch (SenderMustCorrect e) {
            return told("refused", e.finding());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return "failed " + e;
        }
    }

    private static String read(MalformedFiles files, String name) throws IOException {
        String outcome = "read";
        try (InputStream in = files.open(name);
                SourceReader reader = files.format(name).open(in)) {
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                List<Finding> damage = Reading.damage(record);
                if (!damage.isEmpty() && outcome.equals("read")) {
                    outcome = told("damaged", damage.get(0));
                }
            }
            return outcome;
        } catch (SenderMustCorrect e) {
            return told("refused", e.finding());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return "failed " + e;
        }
    }

    private static String told(String outcome, Finding finding) {
        return String.join(
                "\t",
                outcome,
                finding.code(),
                Long.toString(finding.location().line()),
                Integer.toString(finding.location().column()));
    }
}
