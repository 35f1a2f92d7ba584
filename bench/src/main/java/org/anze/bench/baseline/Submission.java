package org.anze.bench.baseline;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A batch as it came, read and checked.
 *
 * @param id the sender's own message id
 * @param records parsed
 * @param lines the same as they came, for the database
 */
record Submission(String id, List<ObjectNode> records, List<String> lines) {}
