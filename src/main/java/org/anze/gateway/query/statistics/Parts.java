package org.anze.gateway.query.statistics;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.anze.gateway.access.Facts;
import org.anze.gateway.problem.SenderMustCorrect;
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

    /** What cannot be read any more is named. */
    Cube.Contribution of(List<Heads.Standing> standing, Map<Long, SealedRecord> entries) {
        List<Cube.Part> parts = new ArrayList<>();
        List<Cube.Unreadable> unreadable = new ArrayList<>();
        for (Heads.Standing each : standing) {
            SealedRecord head = Objects.requireNonNull(entries.get(each.entry()));
            Optional<List<Cube.Part>> read = head.units().readable() ? of(head, each) : Optional.empty();
            read.ifPresentOrElse(
                    parts::addAll, () -> unreadable.add(new Cube.Unreadable(head.type(), head.scope(), each.apart())));
        }
        return new Cube.Contribution(parts, unreadable);
    }

    /** Empty when the key of the record is destroyed at this very moment. */
    private Optional<List<Cube.Part>> of(SealedRecord record, Heads.Standing standing) {
        RecordDefinition definition = definitions.of(record.type(), record.schemaVersion());
        try {
            Facts facts = Facts.of(record, definition);
            CellKey key = key(record, definition, facts, standing.apart()).of(standing.insurers());
            List<Cube.Part> parts = new ArrayList<>();
            for (Measure measure : Measure.of(record.type())) {
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

    private static CellKey key(SealedRecord record, RecordDefinition definition, Facts facts, boolean apart) {
        Scope scope = record.scope();
        Object line = definition.position("productCode") < 0 ? null : facts.value("productCode");
        Object event = definition.eventField().map(facts::value).orElse(null);
        return new CellKey(
                text(scope.riskRegion()),
                text(scope.sector()),
                scope.insurer(),
                event == null ? received(record) : event.toString().substring(0, MONTH),
                line == null ? "" : line.toString(),
                apart);
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
