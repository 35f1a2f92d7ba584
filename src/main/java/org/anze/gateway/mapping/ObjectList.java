package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.record.FieldDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A field that is a list of objects: puts it together of what the rows of a table made. Immutable.
 *
 * @param position of the field in the definition
 * @param groups what can be in the list, in its order
 */
record ObjectList(FieldDefinition field, int position, List<Group> groups) {

    /**
     * Objects of a list that are made alike.
     *
     * @param number among all groups of the table
     * @param selector what they all have
     * @param rowColumns where they are made of the rows of a group: what is taken of each row; otherwise null
     */
    record Group(
            int number,
            Map<String, String> selector,
            @Nullable Set<Column> rowColumns) {

        /** Whether nothing is lost when there is no object for the item. */
        boolean mayPass(Item item) {
            return rowColumns == null ? !item.saysSomething() : !item.hasAnyOf(rowColumns);
        }
    }

    ObjectList {
        groups = List.copyOf(groups);
    }

    /** Gives the field its value, if there is any object. */
    void assemble(TableWork work) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Group group : groups) {
            TableWork.ListObjects made = work.objectsIfAny(group.number);
            if (made != null) {
                for (Map<String, Object> object : made.objects()) {
                    if (!object.isEmpty()) {
                        group.selector.forEach(object::putIfAbsent);
                        for (int i = 0; i < Math.max(1, made.copies()); i++) {
                            objects.add(object);
                        }
                    }
                }
            }
        }
        work.set(position, objects.isEmpty() ? null : objects);
    }

    /** An item without an object would drop out unsaid, unless a finding about it says why there is none. */
    void refuseLostItems(TableWork work) {
        for (Group group : groups) {
            TableWork.ListObjects made = work.objectsIfAny(group.number);
            List<Item> items = made == null ? null : made.items();
            for (int i = 0; items != null && i < items.size(); i++) {
                if (!made.isMade(i) && !made.isTold(i) && !group.mayPass(items.get(i))) {
                    refuse(items.get(i), work);
                }
            }
        }
    }

    private void refuse(Item item, TableWork work) {
        work.enter(item);
        // Nobody knows which of it the item was meant to be.
        work.turnTo(field.mostSensitive(), field.name(), Column.ITEM);
        String shown = item.text() == null ? "…" : work.shown(item.text());
        work.report(ConversionProblem.NOTHING_OF_ITEM, null, field.zh(), item.number(), shown);
        work.enter(null);
    }
}
