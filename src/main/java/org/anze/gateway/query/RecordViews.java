package org.anze.gateway.query;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.feed.rendition.DisclosedView;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.mapping.rendering.Rendering;
import org.anze.gateway.mapping.rendering.Target;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;

/** Makes what is shown of permitted records, by the discloser and the renderings of the feed. Safe for several threads. */
final class RecordViews {

    /** DOMAIN.md B4: personal and sensitive personal. */
    private static final int PERSONAL = 4;

    private final RecordDefinitions definitions;
    private final Discloser discloser;
    /** Type → units with personal fields in any version. */
    private final Map<RecordType, Set<String>> personal = new EnumMap<>(RecordType.class);

    RecordViews(RecordDefinitions definitions, Discloser discloser) {
        this.definitions = definitions;
        this.discloser = discloser;
        for (RecordType type : RecordType.values()) {
            personal.put(
                    type,
                    definitions.versions(type).stream()
                            .flatMap(definition -> definition.fields().stream())
                            .filter(RecordViews::isPersonal)
                            .map(FieldDefinition::unit)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private static boolean isPersonal(FieldDefinition field) {
        return field.sensitivity() >= PERSONAL || field.entries().stream().anyMatch(RecordViews::isPersonal);
    }

    private RecordDefinition definition(SealedRecord record) {
        return definitions.of(record.type(), record.schemaVersion());
    }

    /** Whether the permit gives anything of a person in the clear. */
    boolean givesPersons(RecordType type, Decision.Permit permit) {
        return personal.get(type).stream().anyMatch(unit -> permit.manner(unit) == Manner.GIVEN);
    }

    /** What a permit gives of a record. */
    DisclosedRecord disclose(SealedRecord record, Decision.Permit permit) {
        return discloser.disclose(record, definition(record), permit);
    }

    /** What a permit shows of a record. */
    RecordView view(SealedRecord record, Decision.Permit permit) {
        return DisclosedView.of(disclose(record, permit), definition(record));
    }

    /** A JSON array of records of one type. */
    byte[] json(String recipient, RecordType type, List<RecordView> views) {
        // Later versions only add fields, so the newest has a place for everything.
        return Rendering.disclosed(definitions.of(type), Target.of(Target.Format.JSON), views)
                .render(recipient, views);
    }

    /** Everything a view shows, by field; what is masked or withheld is named, so that a change of manner is one too. */
    static Map<String, Object> shown(RecordView view) {
        Map<String, Object> shown = new HashMap<>(view.values());
        view.envelope().forEach((name, value) -> {
            if (!name.equals("version") && !name.equals("op")) {
                shown.putIfAbsent(name, value);
            }
        });
        return shown;
    }
}
