package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** Translates by the field tables of one mapping, in their order. What none of them takes is refused, never dropped. */
final class TablesNormaliser implements Normaliser {

    private final List<TableNormaliser> tables;
    private final @Nullable TableNormaliser only;

    TablesNormaliser(List<TableNormaliser> tables) {
        this.tables = List.copyOf(tables);
        this.only = tables.size() == 1 && tables.get(0).isOneToOne() ? tables.get(0) : null;
    }

    /** Most results of one raw record. */
    int mostResults() {
        return Math.max(
                1, tables.stream().mapToInt(TableNormaliser::mostResults).sum());
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        if (only != null) {
            return List.of(only.one(raw, context));
        }
        List<Normalised> results = new ArrayList<>();
        for (TableNormaliser table : tables) {
            table.add(raw, context, results);
        }
        return results.isEmpty() ? List.of(refused(raw, ConversionProblem.NOTHING_MADE)) : results;
    }

    private static Normalised refused(RawRecord raw, ProblemKind kind, Object... arguments) {
        return new Normalised(raw, null, List.of(Finding.of(kind, null, null, raw.location(), arguments)));
    }
}
