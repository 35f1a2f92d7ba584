package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;

/** Collects what is wrong with the files of one outbound mapping, so that its author sees everything at once. */
final class Mistakes {

    private static final int LONGEST = 200;

    private final String file;
    private final List<Finding> findings;

    private Mistakes(String file, List<Finding> findings) {
        this.file = file;
        this.findings = findings;
    }

    Mistakes(String file) {
        this(file, new ArrayList<>());
    }

    /** Another file of the same mapping. */
    Mistakes about(String otherFile) {
        return new Mistakes(otherFile, findings);
    }

    void add(RenderingProblem kind, long line, String... details) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(file);
        arguments.add(line);
        for (String detail : details) {
            String oneLine = detail.replaceAll("\\s+", " ");
            arguments.add(oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) : oneLine);
        }
        findings.add(Finding.of(kind, null, null, new Location(line, 0, file), arguments.toArray()));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
