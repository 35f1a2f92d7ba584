package org.anze.gateway.record;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/**
 * One record as its sender wrote it: text values under the sender's own column names or paths.
 *
 * <p>Implementations are immutable.
 */
public interface RawRecord {

    /** Position among the records of the submission, from 0 and without gaps; a rerun goes on by it, so it never changes. */
    long ordinal();

    /** Where it begins. */
    Location location();

    /** The text under a column or path as sent, trimmed of nothing; null when the sender gave no such thing at all. */
    @Nullable
    String value(String column);

    /** Every text under a repeated path; a single value gives a list of one. */
    List<String> values(String column);

    /** The columns or paths that this record has. */
    List<String> columns();

    /** Where the value of a column stands. */
    Location locate(String column);

    /** About how much memory it takes, in characters of text; the same on a rerun. */
    long weight();
}
