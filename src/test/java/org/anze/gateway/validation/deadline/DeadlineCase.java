package org.anze.gateway.validation.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.KnownRecords;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Wanted;

/**
 * One line of {@code src/test/resources/rules/deadlines.txt}:
 * {@code rule | record | what else the ledger has | now | stages and addressees in order, - when nothing is due}.
 */
public record DeadlineCase(int line, String rule, String subject, String known, String now, String expected) {

    static final Profiles PROFILES;
    static final CodeTables CODES;

    static {
        try {
            PROFILES = Profiles.load(Path.of("jurisdictions"));
            CODES = CodeTables.load(Path.of("codes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every case, in the order of the file. */
    public static List<DeadlineCase> all() {
        try {
            List<String> lines = Files.readAllLines(Path.of("src", "test", "resources", "rules", "deadlines.txt"));
            List<DeadlineCase> cases = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                    String[] parts = lines.get(i).split("\\|", -1);
                    assertThat(parts).as("line %d", i + 1).hasSize(5);
                    cases.add(new DeadlineCase(
                            i + 1,
                            parts[0].strip(),
                            parts[1].strip(),
                            parts[2].strip(),
                            parts[3].strip(),
                            parts[4].strip()));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing is due. */
    public boolean isPassing() {
        return expected.equals("-");
    }

    void check() {
        KnownRecord record = KnownRecords.parse(subject).records().get(0);
        List<KnownRecord> all = new ArrayList<>(KnownRecords.parse(known).records());
        all.add(record);
        KnownRecords ledger = new KnownRecords(all);
        assertThat(isWanted(record, KnownRecords.parse(known))).isTrue();
        List<Due> due = due(
                        List.of(record),
                        new DeadlineContext(
                                ledger,
                                Contents.WHOLE,
                                PROFILES,
                                CODES,
                                OffsetDateTime.parse(now).toInstant()))
                .stream()
                .filter(each -> each.rule().equals(rule))
                .toList();
        assertThat(due.stream().map(DeadlineCase::words).collect(Collectors.joining("; ")))
                .isEqualTo(isPassing() ? "" : expected);
        assertThat(due).allMatch(each -> each.subject().businessKey().equals(record.businessKey()));
    }

    /** Everything that is due about these records. */
    public static List<Due> due(List<KnownRecord> records, DeadlineContext context) {
        return Deadlines.questions(records).stream()
                .flatMap(question -> question.due(context).stream())
                .toList();
    }

    /** Whoever sweeps only looks up what is wanted, so a rule may not live on anything else. */
    private static boolean isWanted(KnownRecord record, KnownRecords others) {
        Wanted wanted = Deadlines.wanted(Deadlines.questions(List.of(record)));
        Set<Lookup> lookups = wanted.lookups();
        return others.records().stream()
                .allMatch(other -> wanted.references().stream()
                                .anyMatch(reference -> reference.type() == other.type()
                                        && reference.businessKey().equals(other.businessKey()))
                        || lookups.stream().anyMatch(lookup -> lookup.type() == other.type()));
    }

    private static String words(Due due) {
        String addressees = new TreeSet<>(
                        due.addressees().stream().map(Enum::name).toList())
                .stream().collect(Collectors.joining(","));
        return due.stage() + " " + addressees + (due.act() == null ? "" : " " + due.act())
                + (due.occasion().isEmpty() ? "" : " [" + due.occasion() + "]");
    }

    @Override
    public String toString() {
        return "deadlines.txt:" + line + " " + rule + " " + subject + " " + known + " " + now + " → " + expected;
    }
}
