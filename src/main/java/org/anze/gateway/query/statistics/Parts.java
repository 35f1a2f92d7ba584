package org.anze.gateway.query.statistics;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.access.Facts;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.entry.EntryHeader;
import org.jspecify.annotations.Nullable;

/** What records add to the figures; opens the units of the fields that are measured, and no other. Safe for several threads. */
final class Parts {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final int MONTH = 7;

    private final RecordDefinitions definitions;

    Parts(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    /** Nothing of a record that was withdrawn or is not measured; one that cannot be read any more is named. */
    Cube.Contribution of(List<SealedRecord> heads) {
        List<Cube.Part> parts = new ArrayList<>();
        List<Cube.Unreadable> unreadable = new ArrayList<>();
        for (SealedRecord head : heads) {
            List<Measure> measures = Measure.of(head.type());
            if (!measures.isEmpty() && head.operation() != Operation.VOID) {
                Optional<List<Cube.Part>> read = head.units().readable() ? of(head, measures) : Optional.empty();
                read.ifPresentOrElse(
                        parts::addAll, () -> unreadable.add(new Cube.Unreadable(head.type(), head.scope())));
            }
        }
        return new Cube.Contribution(parts, unreadable);
    }

    /** Empty when the key of the record is destroyed at this very moment. */
    private Optional<List<Cube.Part>> of(SealedRecord record, List<Measure> measures) {
        RecordDefinition definition = definitions.of(record.type(), record.schemaVersion());
        try {
            Facts facts = Facts.of(record, definition);
            CellKey key = key(record, definition, facts);
            List<Cube.Part> parts = new ArrayList<>();
            for (Measure measure : measures) {
                Long value = measure.of(facts);
                if (value != null) {
                    parts.add(new Cube.Part(measure, key, value));
                }
            }
            return Optional.of(parts);
        } catch (SenderMustCorrect destroyed) {
            return Optional.empty();
        }
    }

    private static CellKey key(SealedRecord record, RecordDefinition definition, Facts facts) {
        Scope scope = record.scope();
        Object line = definition.position("productCode") < 0 ? null : facts.value("productCode");
        Object event = definition.eventField().map(facts::value).orElse(null);
        return new CellKey(
                text(scope.riskRegion()),
                text(scope.sector()),
                scope.insurer(),
                event == null ? received(record) : event.toString().substring(0, MONTH),
                line == null ? "" : line.toString());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String received(SealedRecord record) {
        try {
            return EntryHeader.parse(record.header())
                    .received()
                    .atOffset(CHINA)
                    .toString()
                    .substring(0, MONTH);
        } catch (FlawException e) {
            throw new IllegalStateException("ledger entry " + record.index() + " is damaged", e);
        }
    }
}
