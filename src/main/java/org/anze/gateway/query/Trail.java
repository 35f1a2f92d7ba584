package org.anze.gateway.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Decision;
import org.jspecify.annotations.Nullable;

/** What came of a query while it is being answered: what the audit log will hold. For one thread. */
public final class Trail {

    private final Set<String> agreements = new LinkedHashSet<>();
    private final List<Long> entries = new ArrayList<>();
    private @Nullable String outcome;
    private @Nullable String watermark;

    /** An agreement decided, in favour or against. */
    public void decidedBy(@Nullable Agreement agreement) {
        if (agreement != null) {
            agreements.add(agreement.id() + "/" + agreement.version());
        }
    }

    /** Nothing is given, for this reason. */
    public void denied(Decision.Deny deny) {
        decidedBy(deny.agreement());
        outcome = "refused: " + deny.reason();
    }

    /** The entry is given. */
    void gave(long entry) {
        entries.add(entry);
    }

    /** What else came of it. */
    public void outcome(String words) {
        outcome = words;
    }

    /** The mark that stands in the answer. */
    void watermark(String mark) {
        watermark = mark;
    }

    @Nullable
    String agreements() {
        return agreements.isEmpty() ? null : String.join(",", agreements);
    }

    String refusal(String code) {
        return outcome == null || !outcome.startsWith("refused") ? "refused: " + code : outcome;
    }

    String outcome() {
        if (outcome != null && entries.isEmpty()) {
            return outcome;
        }
        String given = "given " + entries.size();
        if (!entries.isEmpty()) {
            given += ": " + entries.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return watermark == null ? given : given + "; watermark: " + watermark;
    }
}
