package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file, so that an operator sees all of it at once. For one thread. */
final class FileFindings {

    private static final int LONGEST_WORD = 60;

    private final String file;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    /** @param file as an operator knows it, {@code parties/<recipient>/agreements/<id>.yaml} */
    FileFindings(String file) {
        this.file = file;
    }

    /**
     * @param key path of keys, {@code scope.regions}; null for the whole file
     * @param words arguments from {2} on; cut and cleaned here, because they come from a file
     */
    void add(AccessProblem problem, int line, @Nullable String key, String... words) {
        Object[] arguments = new Object[words.length + 2];
        arguments[0] = file;
        arguments[1] = line;
        for (int i = 0; i < words.length; i++) {
            arguments[i + 2] = clean(words[i], i == words.length - 1 ? 400 : LONGEST_WORD);
        }
        findings.add(Finding.of(problem, null, key, new Location(line, 0, file), arguments));
    }

    private static String clean(String word, int longest) {
        String printable = word.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= longest ? printable : printable.substring(0, longest) + "…";
    }

    /** Remembers where something begins, for findings that are made when the file has long been read. */
    void mark(String what, int line) {
        lines.put(what, line);
    }

    /** The line of what was marked; the first line when nothing was. */
    int lineOf(String what) {
        return lines.getOrDefault(what, 1);
    }

    List<Finding> all() {
        return findings;
    }
}
