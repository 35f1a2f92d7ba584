package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Finding;

/** Reads one file. */
abstract class PartReader implements SourceReader {

    private long records;

    /** Records read so far. */
    final long records() {
        return records;
    }

    /** The number of the next record of this file, from 0. */
    final long count() {
        return records++;
    }

    /** Warnings about the whole; complete at the end. */
    List<Finding> findings() {
        return List.of();
    }
}
