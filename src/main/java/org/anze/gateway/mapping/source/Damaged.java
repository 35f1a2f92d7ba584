package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Finding;

/**
 * A raw record that may be damaged on its own while the file around it can be read: a row with shifted columns, a broken line of
 * NDJSON, a formula where a value was agreed. Its values must not be used then.
 */
public interface Damaged {

    /** What is wrong with it, with places; empty when nothing is. */
    List<Finding> damage();
}
