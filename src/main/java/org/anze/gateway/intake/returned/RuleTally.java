package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** Counts findings by rule and code, so that a sender sees at a glance what to mend once. For one thread. */
public final class RuleTally {

    private static final int LINES_SHOWN = 5;
    /** There are fewer codes than this. */
    private static final int MOST_RULES = 2000;

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long total;

    /**
     * All findings of one rule and code.
     *
     * @param rule of DOMAIN.md D; null for structural problems
     * @param column what the first finding is about, as its sender calls it; null when it is about a record
     * @param firstLines where the first few stand
     * @param example the first of them
     */
    public record Count(
            @Nullable String rule,
            String code,
            long count,
            @Nullable String column,
            List<Long> firstLines,
            Finding example) {}

    /** Adds a finding. */
    public void add(Finding finding) {
        total++;
        String key = finding.rule() + " " + finding.code();
        Group group = groups.get(key);
        if (group == null) {
            if (groups.size() == MOST_RULES) {
                return;
            }
            group = new Group(finding);
            groups.put(key, group);
        }
        group.count++;
        long line = finding.location().line();
        if (line > 0 && group.lines.size() < LINES_SHOWN && !group.lines.contains(line)) {
            group.lines.add(line);
        }
    }

    /** All findings added. */
    public long total() {
        return total;
    }

    /** The most frequent first. */
    public List<Count> counts() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong((Group group) -> group.count).reversed())
                .map(Group::toCount)
                .toList();
    }

    private static final class Group {
        private final Finding first;
        private final List<Long> lines = new ArrayList<>();
        private long count;

        Group(Finding first) {
            this.first = first;
        }

        Count toCount() {
            return new Count(first.rule(), first.code(), count, first.location().name(), List.copyOf(lines), first);
        }
    }
}
