package org.anze.gateway.record;

import java.util.ArrayList;
import java.util.List;

/**
 * What a version of a definition may change about the one before: whoever reads the newer one must be able to read records
 * of the older one, and an agreement that knew only the older one must not give away more than its parties agreed on.
 */
final class CompatibleChange {

    private static final int PUBLIC = 1;

    private CompatibleChange() {}

    /** What is not compatible, one sentence each; empty when all is well. */
    static List<String> breaches(RecordDefinition older, RecordDefinition newer) {
        List<String> breaches = new ArrayList<>();
        if (!newer.key().equals(older.key())) {
            breaches.add("the key may not change");
        }
        if (!newer.eventField().equals(older.eventField())) {
            breaches.add("the event field may not change");
        }
        List<String> units = older.units();
        if (newer.units().size() < units.size()
                || !newer.units().subList(0, units.size()).equals(units)) {
            breaches.add("the units must stay in their order, new ones last");
        }
        for (FieldDefinition field : older.fields()) {
            FieldDefinition now = newer.field(field.name()).orElse(null);
            if (now == null) {
                breaches.add(field.name() + ": a field may not go");
            } else {
                changes(field.name(), field, now, breaches);
            }
        }
        for (FieldDefinition field : newer.fields()) {
            if (older.field(field.name()).isEmpty()) {
                additions(field, units, breaches);
            }
        }
        return breaches;
    }

    private static void additions(FieldDefinition field, List<String> units, List<String> breaches) {
        if (field.presence() != Presence.OPTIONAL) {
            breaches.add(field.name() + ": a new field must be optional");
        }
        if (units.contains(field.unit()) && field.sensitivity() != PUBLIC) {
            breaches.add(field.name() + ": what is not public must be in a new unit");
        }
    }

    private static void changes(String name, FieldDefinition older, FieldDefinition newer, List<String> breaches) {
        if (newer.type() != older.type()) {
            breaches.add(name + ": the type may not change");
        }
        if (newer.presence().ordinal() < older.presence().ordinal()) {
            breaches.add(name + ": the presence may not become stricter");
        }
        if (newer.sensitivity() != older.sensitivity() || !newer.unit().equals(older.unit())) {
            breaches.add(name + ": sensitivity and unit may not change");
        }
        if (!holdsCodes(older, newer)) {
            breaches.add(name + ": no code may go");
        }
        if (newer.maxLength() != 0 && (older.maxLength() == 0 || newer.maxLength() < older.maxLength())) {
            breaches.add(name + ": the limit may not shrink");
        }
        if (older.signed() && !newer.signed()) {
            breaches.add(name + ": negative numbers must stay allowed");
        }
        for (FieldDefinition entry : older.entries()) {
            FieldDefinition now = newer.entry(entry.name()).orElse(null);
            if (now == null) {
                breaches.add(name + "." + entry.name() + ": an entry's part may not go");
            } else {
                changes(name + "." + entry.name(), entry, now, breaches);
            }
        }
        for (FieldDefinition entry : newer.entries()) {
            if (older.entry(entry.name()).isEmpty()) {
                additions(entry, List.of(entry.unit()), breaches);
            }
        }
    }

    private static boolean holdsCodes(FieldDefinition older, FieldDefinition newer) {
        if (newer.codes() == null || newer.codes().equals(older.codes())) {
            return true;
        }
        List<String> before = older.closedList();
        return !before.isEmpty() && newer.closedList().containsAll(before);
    }
}
