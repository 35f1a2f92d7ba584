package org.anze.gateway.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Which keys and values the newest entries have changed, and of which types there was a later version, and for whom, so that the writer can tell from memory whether what a
 * batch was judged by still holds. Entries that are never heads change nothing. For one thread, the writer's.
 */
final class RecentChanges {

    /** A key, a value or a type: the newest entry that changed it, and the newest one by anybody else than that one's source. */
    private static final class Change {
        private long newest = -1;
        private long source;
        private long bySomebodyElse = -1;

        void take(long index, long by) {
            if (newest >= 0 && by != source) {
                bySomebodyElse = newest;
            }
            newest = index;
            source = by;
        }

        boolean isSince(long position, long but) {
            return (source == but ? bySomebodyElse : newest) >= position;
        }
    }

    private record Entry(long index, long source, List<Object> changed) {}

    private final int most;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Object, Change> changes = new HashMap<>();
    private long from;

    /**
     * @param from what was appended before this position is not known
     * @param most entries to remember
     */
    RecentChanges(long from, int most) {
        this.from = from;
        this.most = most;
    }

    /**
     * Who appends a batch, as far as it knows its own: the batches of a submission are judged with those before them in
     * mind. Records that were parked are judged on their own.
     */
    static long source(Append batch) {
        long submission = batch.submission().seq();
        return batch.release() ? -1 - submission : submission;
    }

    /** A head was appended. */
    void add(long index, long source, PreparedRecord prepared) {
        List<Object> changed = new ArrayList<>(1 + prepared.lookups().size());
        changed.add(new Reference(
                prepared.valid().record().type(), prepared.valid().record().businessKey()));
        changed.addAll(prepared.lookups());
        if (prepared.valid().record().version() > 1) {
            // It may have taken the place of what was found by another value.
            changed.add(prepared.valid().record().type());
        }
        add(new Entry(index, source, changed));
    }

    /** What one commit changed, now that it is durable. */
    void addAll(RecentChanges commit) {
        commit.entries.forEach(this::add);
    }

    private void add(Entry entry) {
        if (entries.size() == most) {
            forget(entries.removeFirst());
        }
        entries.addLast(entry);
        for (Object each : entry.changed) {
            changes.computeIfAbsent(each, key -> new Change()).take(entry.index, entry.source);
        }
    }

    private void forget(Entry entry) {
        from = entry.index + 1;
        for (Object each : entry.changed) {
            Change change = changes.get(each);
            if (change != null && change.newest == entry.index) {
                changes.remove(each);
            }
        }
    }

    /** Whether everything from a position on is remembered. */
    boolean isKnownSince(long position) {
        return position >= from;
    }

    /** Whether somebody else has changed anything of this since it was looked for. */
    boolean touch(Basis basis, long source) {
        if (changes.isEmpty()) {
            return false;
        }
        for (Object reference : basis.references()) {
            if (isSince(changes.get(reference), basis.position(), source)) {
                return true;
            }
        }
        for (Lookup lookup : basis.lookups()) {
            if (isSince(changes.get(lookup), basis.position(), source)
                    || basis.unnamed() && isSince(changes.get(lookup.type()), basis.position(), source)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSince(@Nullable Change change, long position, long but) {
        return change != null && change.isSince(position, but);
    }
}
