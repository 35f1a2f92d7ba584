package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Finding;

/**
 * What a first reading of a submission found.
 *
 * @param records number of records, without the totals row
 * @param findings warnings about the whole
 */
public record Survey(long records, List<Finding> findings) {

    /** Nothing odd. */
    public Survey {
        findings = List.copyOf(findings);
    }
}
