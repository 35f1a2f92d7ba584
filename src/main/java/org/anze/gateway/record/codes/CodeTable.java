package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table: codes with their names, aliases and validity, and the crosswalk between two editions if it has one.
 *
 * <p>A text is found by code, name or alias, as written or after full-width forms and blanks are evened out.
 */
public final class CodeTable {

    private static final long HUNDRED_PER_CENT = 1_000_000;

    private final String name;
    private final Map<String, Entry> byText = new HashMap<>();
    private final Map<String, Entry> byCode = new LinkedHashMap<>();
    private final Map<String, List<Link>> successors = new HashMap<>();
    private final Map<String, List<Link>> predecessors = new HashMap<>();
    private boolean dated;

    private CodeTable(String name) {
        this.name = name;
    }

    /**
     * Reads {@code <name>.csv} and, if it is there, {@code <name>-crosswalk.csv} beside it.
     *
     * @throws IllegalArgumentException when a row is wrong; the message names file and line
     */
    public static CodeTable read(Path file) throws IOException {
        return read(file, List.of());
    }

    /** The same; a text of one of the columns is found like an alias. */
    static CodeTable read(Path file, List<String> aliasColumns) throws IOException {
        String fileName = String.valueOf(file.getFileName());
        CodeTable table = new CodeTable(fileName.substring(0, fileName.length() - ".csv".length()));
        for (TableFile.Row row : new TableFile(file).rows("code", "name")) {
            Entry entry = new Entry(row.need("code"), row.need("name"), Validity.of(row));
            if (table.byCode.put(entry.code, entry) != null) {
                throw row.wrong("code twice: " + entry.code);
            }
            table.dated |= entry.validity.isLimited();
            table.remember(row, entry.code, entry);
            table.remember(row, entry.name, entry);
            for (String alias : row.words("aliases")) {
                table.remember(row, alias, entry);
            }
            for (String column : aliasColumns) {
                if (!row.text(column).isEmpty()) {
                    table.remember(row, row.text(column), entry);
                }
            }
        }
        Path crosswalk = file.resolveSibling(table.name + "-crosswalk.csv");
        if (Files.exists(crosswalk)) {
            table.readCrosswalk(crosswalk);
        }
        return table;
    }

    private void remember(TableFile.Row row, String text, Entry entry) {
        for (String form : List.of(text, evenOut(text))) {
            Entry before = byText.put(form, entry);
            if (before != null && before != entry) {
                throw row.wrong("\"" + text + "\" stands for both " + before.code + " and " + entry.code);
            }
        }
    }

    private void readCrosswalk(Path file) throws IOException {
        for (TableFile.Row row : new TableFile(file).rows("legacy", "code", "confidence")) {
            Entry from = byCode.get(row.need("legacy"));
            Entry to = byCode.get(row.need("code"));
            if (from == null || to == null) {
                throw row.wrong("legacy and code must be codes of table " + name);
            }
            Long confidence = row.number("confidence");
            if (confidence == null || confidence > 100) {
                throw row.wrong("confidence must be a whole number of per cent");
            }
            int percent = confidence.intValue();
            successors.computeIfAbsent(from.code, key -> new ArrayList<>()).add(new Link(to, percent));
            predecessors.computeIfAbsent(to.code, key -> new ArrayList<>()).add(new Link(from, percent));
        }
        Comparator<Link> likeliestFirst = Comparator.comparingInt(Link::percent).reversed();
        successors.forEach((code, links) -> {
            links.sort(likeliestFirst);
            if (links.stream().mapToInt(Link::percent).sum() != 100) {
                throw new IllegalArgumentException(file + ": the candidates of " + code + " do not add up to 100");
            }
            Entry entry = Objects.requireNonNull(byCode.get(code));
            entry.answer = Optional.of(new Code(code, entry.name, code, share(links), codes(links)));
        });
        predecessors.values().forEach(links -> links.sort(likeliestFirst));
    }

    /** Name of the table, its file name without {@code .csv}. */
    public String name() {
        return name;
    }

    /**
     * The code that a text stands for on a day. When the text belongs to another edition than the day's, the likeliest code
     * of the day's edition is given with its confidence; the caller decides whether that is enough.
     */
    public Optional<Code> lookup(String text, LocalDate at) {
        Entry entry = find(text);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.validOn(at)) {
            return entry.answer;
        }
        List<Link> forward = successors.getOrDefault(entry.code, List.of());
        List<Link> valid = validOn(forward, at);
        if (!valid.isEmpty()) {
            Entry best = valid.get(0).entry;
            return Optional.of(new Code(best.code, best.name, entry.code, share(valid), codes(valid)));
        }
        List<Link> backward = validOn(predecessors.getOrDefault(entry.code, List.of()), at);
        if (backward.isEmpty()) {
            return Optional.empty();
        }
        Entry best = backward.get(0).entry;
        return Optional.of(new Code(best.code, best.name, best.code, share(backward), codes(backward)));
    }

    private @Nullable Entry find(String text) {
        Entry entry = byText.get(text);
        if (entry != null) {
            return entry;
        }
        String even = evenOut(text);
        return even.equals(text) ? null : byText.get(even);
    }

    /** The code that the text stands for, valid or not. */
    public Optional<String> codeOf(String text) {
        Entry entry = find(text);
        return entry == null ? Optional.empty() : Optional.of(entry.code);
    }

    /** All codes of all days. */
    public Set<String> codes() {
        return Collections.unmodifiableSet(byCode.keySet());
    }

    /** Whether the text stands for a code of any day. */
    public boolean knows(String text) {
        return find(text) != null;
    }

    /** Whether this is exactly a code, not an alias, that is valid on the day. */
    public boolean contains(String code, LocalDate at) {
        Entry entry = byCode.get(code);
        return entry != null && entry.validOn(at);
    }

    /** Whether an answer can depend on the day. */
    public boolean isDated() {
        return dated || !successors.isEmpty();
    }

    /** Chinese name of a code, valid or not. */
    public Optional<String> nameOf(String code) {
        Entry entry = byCode.get(code);
        return entry == null ? Optional.empty() : Optional.of(entry.name);
    }

    private static List<Link> validOn(List<Link> links, LocalDate at) {
        return links.stream().filter(link -> link.entry.validOn(at)).toList();
    }

    private static List<String> codes(List<Link> links) {
        return links.stream().map(link -> link.entry.code).toList();
    }

    private static long share(List<Link> links) {
        int sum = links.stream().mapToInt(Link::percent).sum();
        return HUNDRED_PER_CENT * links.get(0).percent / sum;
    }

    /** Half-width and without blanks. Most texts are so already and come back as they are. */
    private static String evenOut(String text) {
        String even = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        int length = even.length();
        for (int i = 0; i < length; i++) {
            if (Character.isWhitespace(even.charAt(i))) {
                return withoutBlanks(even, i);
            }
        }
        return even;
    }

    private static String withoutBlanks(String text, int first) {
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    private record Link(Entry entry, int percent) {}

    /** One row. */
    private static final class Entry {
        private final String code;
        private final String name;
        private final Validity validity;
        /** The answer on a day on which the code is valid, kept because the table is asked for every record. */
        private Optional<Code> answer;

        Entry(String code, String name, Validity validity) {
            this.code = code;
            this.name = name;
            this.validity = validity;
            this.answer = Optional.of(Code.plain(code, name));
        }

        boolean validOn(LocalDate day) {
            return validity.covers(day);
        }
    }
}
