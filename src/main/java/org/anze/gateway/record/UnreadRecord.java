package org.anze.gateway.record;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/**
 * A record of which nothing that its sender wrote is at hand: it could not be read, or it was read long ago and only what was
 * made of it is kept. Every column is absent and stands where the record begins.
 */
public interface UnreadRecord extends RawRecord {

    /** One that is known by its place alone. */
    static RawRecord at(long ordinal, Location location) {
        return new Placed(ordinal, location);
    }

    /** What {@link #at} makes. */
    record Placed(long ordinal, Location location) implements UnreadRecord {}

    @Override
    default @Nullable String value(String column) {
        return null;
    }

    @Override
    default List<String> values(String column) {
        return List.of();
    }

    @Override
    default List<String> columns() {
        return List.of();
    }

    @Override
    default Location locate(String column) {
        return location();
    }

    /** No text, but a place and as a rule a finding. */
    @Override
    default long weight() {
        return 64;
    }
}
