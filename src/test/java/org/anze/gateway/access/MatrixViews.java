package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.access.MatrixCases.View;
import org.anze.gateway.access.MatrixCases.Way;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Compares what came out of a channel with what the matrix says of it, unit by unit and field by field. */
public final class MatrixViews {

    private final List<String> differences = new ArrayList<>();
    private final Map<Circumstance, Map<RecordType, Map<PartyType, Character>>> letters =
            new EnumMap<>(Circumstance.class);
    private long compared;

    /**
     * What a channel showed of a record.
     *
     * @param manners unit → how it was shown, key and scope among them
     * @param values unit → field → value, of the units that are not withheld
     */
    public record Shown(Map<String, Manner> manners, Map<String, Map<String, Object>> values) {}

    /** The differences so far, in words. */
    public List<String> differences() {
        return differences;
    }

    /** Records looked at. */
    public long compared() {
        return compared;
    }

    /** Compares the record of one of the 1,920 cases; the party's own goes into the printed matrix. */
    public void compare(Case each, Way way, boolean own, Sample sample, @Nullable Shown shown) {
        View expected = each.view(way, own);
        if (own) {
            letter(each, shown == null ? '-' : 'R');
        }
        List<String> found = differences(sample, expected, shown);
        compared++;
        found.forEach(difference -> differences.add(
                each + " " + each.cell() + (own ? " own " : " other's ") + sample.index() + ": " + difference));
    }

    /** Wants a record not to be shown at all. */
    public void nothing(PartyType party, Sample sample, @Nullable Shown shown) {
        compared++;
        if (shown != null) {
            differences.add(party + " is given " + sample.type() + " " + sample.index() + " and must not be");
        }
    }

    /** Notes what a channel does otherwise than the matrix says. */
    public void compare(String what, Object expected, Object found) {
        compared++;
        if (!expected.equals(found)) {
            differences.add(what + ": " + found + " instead of " + expected);
        }
    }

    /** What the printed matrix has for a case. */
    public void letter(Case each, char letter) {
        letters.computeIfAbsent(each.circumstance(), key -> new EnumMap<>(RecordType.class))
                .computeIfAbsent(each.type(), key -> new EnumMap<>(PartyType.class))
                .put(each.party(), letter);
    }

    private List<String> differences(Sample sample, @Nullable View expected, @Nullable Shown shown) {
        if (expected == null || shown == null) {
            return expected == null && shown == null
                    ? List.of()
                    : List.of(expected == null ? "given although nothing is to be given" : "not given");
        }
        List<String> found = new ArrayList<>();
        Map<String, Manner> manners = new TreeMap<>(expected.units());
        manners.put(RecordDefinition.KEY_UNIT, Manner.GIVEN);
        manners.put(RecordDefinition.SCOPE_UNIT, Manner.GIVEN);
        if (!manners.equals(shown.manners())) {
            return List.of(shown.manners() + " instead of " + manners);
        }
        manners.forEach((unit, manner) -> {
            if (!unit.equals(RecordDefinition.SCOPE_UNIT)) {
                unit(sample, unit, manner, expected, shown.values().getOrDefault(unit, Map.of()), found);
            }
        });
        return found;
    }

    private void unit(
            Sample sample, String unit, Manner manner, View expected, Map<String, Object> shown, List<String> found) {
        if (manner == Manner.WITHHELD) {
            if (!shown.isEmpty()) {
                found.add(unit + " is withheld and shows " + shown.keySet());
            }
            return;
        }
        @Nullable Set<String> masked = expected.maskedFields().get(unit);
        boolean changed = false;
        boolean comparable = false;
        for (FieldDefinition field : sample.record().definition().fieldsOf(unit)) {
            Object original = sample.record().value(field.name());
            if (original == null) {
                continue;
            }
            comparable = true;
            boolean same = original.equals(shown.get(field.name()));
            changed |= !same;
            boolean hides = manner == Manner.MASKED && (masked == null || masked.contains(field.name()));
            if (!hides && !same) {
                found.add(unit + "." + field.name() + " is " + shown.get(field.name()) + " instead of " + original);
            }
            if (hides && masked != null && same) {
                found.add(unit + "." + field.name() + " is to be masked and is as it was");
            }
            if (hides && field.sensitivity() >= 4 && FieldMask.PERSONAL.get(field.name()) == FieldMask.NAME) {
                boolean stars = String.valueOf(shown.get(field.name())).contains("*");
                if (stars != (expected.persons() == Agreement.Persons.MASKED)) {
                    found.add(unit + "." + field.name() + " is " + shown.get(field.name()) + ", persons "
                            + expected.persons());
                }
            }
        }
        if (manner == Manner.MASKED && comparable && !changed) {
            found.add(unit + " is to be masked and is as it was");
        }
    }

    /** One row per type, one column per party: B2's word and, per circumstance, a letter. */
    public String print(String legend) {
        return legend + "\n"
                + MatrixTable.of(each -> letters.getOrDefault(each.circumstance(), Map.of())
                        .getOrDefault(each.type(), Map.of())
                        .getOrDefault(each.party(), '?'));
    }

    /** Fields of a record told apart by their units. */
    public static Map<String, Map<String, Object>> byUnit(RecordDefinition definition, Map<String, Object> fields) {
        Map<String, Map<String, Object>> units = new HashMap<>();
        fields.forEach((name, value) -> definition.field(name).ifPresent(field -> units.computeIfAbsent(
                        field.unit(), unit -> new HashMap<>())
                .put(name, value)));
        return units;
    }
}
