package org.anze.gateway.mapping.table;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;

/** Collects what is wrong with the files of one mapping, so that its author sees everything at once. For one thread. */
public final class Complaints {

    private static final int LONGEST = 200;

    private final String file;
    private final List<Finding> findings;

    private Complaints(String file, List<Finding> findings) {
        this.file = file;
        this.findings = findings;
    }

    /** About one file, named as its author knows it: {@code mappings/party/name.mapping.yaml}. */
    public Complaints(String file) {
        this(file, new ArrayList<>());
    }

    /** Another file of the same mapping. */
    public Complaints about(String otherFile) {
        return new Complaints(otherFile, findings);
    }

    /**
     * Adds one mistake.
     *
     * @param kind its text takes file and line, then the details
     * @param line physical line; 0 when it is about the whole file
     */
    public void add(ProblemKind kind, long line, String... details) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(file);
        arguments.add(line);
        add(kind, line, arguments, details);
    }

    /** Adds something that is missing and so has no line; the text of {@code kind} takes the file, then the details. */
    public void addMissing(ProblemKind kind, String... details) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(file);
        add(kind, 0, arguments, details);
    }

    private void add(ProblemKind kind, long line, List<Object> arguments, String... details) {
        for (String detail : details) {
            String oneLine = detail.replaceAll("\\s+", " ");
            arguments.add(oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) : oneLine);
        }
        findings.add(Finding.of(kind, null, null, new Location(line, 0, file), arguments.toArray()));
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** All of them, in the order they were met. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
