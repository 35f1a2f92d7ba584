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
    private final Supplier<List<String>> others;

    /**
     * @param mappings "party/mapping" → what is wrong
     * @param others sentences about what belongs to no file of these
     */
    BrokenConfiguration(
            Supplier<Parties> parties,
            Supplier<Agreements> agreements,
            Supplier<Map<String, List<Finding>>> mappings,
            Supplier<List<String>> others) {
        this.parties = parties;
        this.agreements = agreements;
        this.mappings = mappings;
        this.others = others;
    }

    /**
     * One thing that is broken.
     *
     * @param kind {@code party}, {@code agreement}, {@code mapping} or {@code other}
     * @param name whose it is; empty for {@code other}, whose sentence names it
     * @param finding null when only a sentence is known
     */
    record Part(String kind, String name, @Nullable Finding finding, String sentence) {}

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parties.get().broken().forEach((name, sentence) -> parts.add(new Part("party", name, null, sentence)));
        add(parts, "agreement", agreements.get().broken());
        add(parts, "mapping", mappings.get());
        others.get().forEach(sentence -> parts.add(new Part("other", "", null, sentence)));
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
