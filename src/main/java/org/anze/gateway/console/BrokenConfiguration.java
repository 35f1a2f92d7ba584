package org.anze.gateway.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** What of the files an operator edits cannot be used, so that somebody does not send or receive. Safe for many threads. */
final class BrokenConfiguration {

    private final Supplier<Parties> parties;
    private final Supplier<Agreements> agreements;
    private final Supplier<Map<String, List<Finding>>> mappings;

    /** @param mappings "party/mapping" → what is wrong */
    BrokenConfiguration(
            Supplier<Parties> parties, Supplier<Agreements> agreements, Supplier<Map<String, List<Finding>>> mappings) {
        this.parties = parties;
        this.agreements = agreements;
        this.mappings = mappings;
    }

    /**
     * One thing that is broken.
     *
     * @param kind {@code party}, {@code agreement} or {@code mapping}
     * @param name whose it is
     * @param finding null when only a sentence is known
     */
    record Part(String kind, String name, @Nullable Finding finding, String sentence) {}

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parties.get().broken().forEach((name, sentence) -> parts.add(new Part("party", name, null, sentence)));
        add(parts, "agreement", agreements.get().broken());
        add(parts, "mapping", mappings.get());
        return parts;
    }

    private static void add(List<Part> parts, String kind, Map<String, List<Finding>> broken) {
        broken.forEach((name, findings) -> {
            for (Finding finding : findings) {
                parts.add(new Part(kind, name, finding, finding.zh()));
            }
        });
    }
}
