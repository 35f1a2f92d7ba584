package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.UnreadRecord;
import org.jspecify.annotations.Nullable;

/** A record of which nothing can be read but that it is there. */
record DamagedRecord(long ordinal, Finding finding) implements UnreadRecord, Leaves, Damaged {

    @Override
    public List<Finding> damage() {
        return List.of(finding);
    }

    @Override
    public Location location() {
        return finding.location();
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public String path(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public @Nullable String text(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public Kind kind(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
