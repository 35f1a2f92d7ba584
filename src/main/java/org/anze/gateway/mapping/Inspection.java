package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.problem.Finding;

/**
 * What reading a submission once, before anything of it was appended, has shown: its structure, characters and control totals
 * are sound.
 *
 * @param records number of raw records
 * @param findings warnings about the whole, such as a control total that could not be checked
 */
public record Inspection(long records, List<Finding> findings) {}
