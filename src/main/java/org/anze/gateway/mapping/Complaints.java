package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;

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
     * @param line physical line; 0 when it is about the whole file
     * @param details what the text of the kind says behind file and line
     */
    public void add(MappingProblem kind, long line, String... details) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(file);
        if (kind != MappingProblem.REQUIRED_FIELD_WITHOUT_ROW) {
            arguments.add(line);
        }
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
