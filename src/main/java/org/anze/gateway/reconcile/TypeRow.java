package org.anze.gateway.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.reconcile.DayFigures.SentType;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Counts under a type as some table writes it.
 *
 * @param type its number or its code; anything or nothing where the record could not be read
 */
record TypeRow(@Nullable String type, long accepted, long superseded, long rejected, long parked) {

    private @Nullable RecordType known() {
        if (type == null) {
            return null;
        }
        // Entries have the number, rejected records the code.
        return type.matches("[0-9]{1,2}")
                ? TypeNumber.type(Short.parseShort(type))
                : RecordType.byCode(type).orElse(null);
    }

    /** One row a type, in the order of the types, those without a known type together at the end. */
    static Collector<TypeRow, ?, List<SentType>> merging() {
        return Collector.of(
                HashMap<RecordType, SentType>::new,
                (merged, row) -> merged.merge(row.known(), row.sentType(), TypeRow::add),
                (one, other) -> {
                    other.forEach((type, row) -> one.merge(type, row, TypeRow::add));
                    return one;
                },
                TypeRow::sorted);
    }

    private SentType sentType() {
        return new SentType(known(), accepted, superseded, rejected, parked);
    }

    private static SentType add(SentType one, SentType other) {
        return new SentType(
                one.type(),
                one.accepted() + other.accepted(),
                one.superseded() + other.superseded(),
                one.rejected() + other.rejected(),
                one.parked() + other.parked());
    }

    private static List<SentType> sorted(Map<RecordType, SentType> merged) {
        List<SentType> rows = new ArrayList<>(merged.values());
        rows.sort(Comparator.comparing(SentType::type, Comparator.nullsLast(Comparator.naturalOrder())));
        return rows;
    }
}
