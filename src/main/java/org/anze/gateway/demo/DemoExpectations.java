package org.anze.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each recipient of the demo must hold in the end, written down from the agreements' words and not computed by the code
 * that is tried: place of risk, sector, record types and the units it must not see.
 */
final class DemoExpectations {

    private DemoExpectations() {}

    /**
     * @param recipient party id
     * @param region prefix of the place of risk; empty for everywhere
     * @param sector the only sector it sees; null for all
     * @param units record type → units that must be withheld
     * @param maskedUnits record type → units that must come masked
     */
    record View(
            String recipient,
            String region,
            @Nullable String sector,
            Map<String, Set<String>> units,
            Map<String, Set<String>> maskedUnits) {}

    static final List<View> VIEWS = List.of(
            new View(
                    "platform-shanxi",
                    "14",
                    null,
                    Map.of("policy", Set.of(), "serviceRecord", Set.of(), "claim", Set.of()),
                    Map.of()),
            new View(
                    "city-datong",
                    "1402",
                    null,
                    Map.of("policy", Set.of(), "serviceRecord", Set.of(), "claim", Set.of()),
                    Map.of()),
            new View(
                    "sector-hazchem",
                    "14",
                    "03",
                    Map.of("policy", Set.of("premium"), "serviceRecord", Set.of()),
                    Map.of("serviceRecord", Set.of("people"))),
            new View(
                    "regulator-finance",
                    "",
                    null,
                    Map.of("policy", Set.of(), "claim", Set.of()),
                    Map.of("policy", Set.of("people"), "claim", Set.of("people"))),
            new View(
                    "ministry",
                    "",
                    null,
                    Map.of("policy", Set.of(), "serviceRecord", Set.of(), "claim", Set.of()),
                    Map.of()));

    /** Differences between what a recipient must hold and what it holds; empty when all is right. */
    static List<String> differences(View view, ReceivedRecords received, Map<String, List<ExpectedOutcome>> sent) {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, List<ExpectedOutcome>> type : sent.entrySet()) {
            long expected = view.units().containsKey(type.getKey())
                    ? type.getValue().stream()
                            .mapToLong(outcome -> outcome.acceptedIn(view.region(), view.sector()))
                            .sum()
                    : 0;
            long actual = received.count(type.getKey());
            if (expected != actual) {
                differences.add(type.getKey() + ": " + actual + " instead of " + expected);
            }
        }
        view.units().forEach((type, units) -> {
            if (!received.withheld(type).containsAll(units)) {
                differences.add(type + ": " + units + " must be withheld, withheld are " + received.withheld(type));
            }
        });
        view.maskedUnits().forEach((type, units) -> {
            if (received.count(type) > 0 && !received.masked(type).containsAll(units)) {
                differences.add(type + ": " + units + " must be masked, masked are " + received.masked(type));
            }
        });
        if (received.repeated() > 0) {
            differences.add(received.repeated() + " records came twice");
        }
        return differences;
    }
}
