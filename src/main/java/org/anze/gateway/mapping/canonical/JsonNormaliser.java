package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.MappingProblem;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.Work;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;

/**
 * Takes JSON whose keys are the canonical field names, with {@code version}, {@code op}, {@code riskRegion} and
 * {@code sector} beside them. Money is whole fen, percentages are whole ten-thousandths of a per cent, times carry
 * their offset.
 */
final class JsonNormaliser implements Normaliser {

    private static final Pattern ELEMENT = Pattern.compile("([^/\\[]+)\\[(\\d{1,6})\\]/([A-Za-z][A-Za-z0-9]{0,39})");

    private final RecordDefinition definition;
    private final CanonicalValues values;

    JsonNormaliser(RecordDefinition definition, CanonicalValues values) {
        this.definition = definition;
        this.values = values;
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        if (!(raw instanceof Leaves leaves)) {
            throw new IllegalArgumentException("not a record of a JSON source");
        }
        Work work = new Work(raw, context, definition);
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.kind(i) != Leaves.Kind.NULL) {
                take(leaves, i, work);
            }
        }
        return List.of(work.finish(raw::locate));
    }

    private void take(Leaves leaves, int index, Work work) {
        String path = leaves.path(index);
        String value = leaves.text(index);
        if (value == null) {
            return;
        }
        int position = definition.position(path);
        if (position >= 0) {
            FieldDefinition field = definition.fields().get(position);
            work.turnTo(field, path, path);
            put(values, field, position, leaves.kind(index), value, work);
            return;
        }
        work.turnTo(null, path, path);
        Matcher element = ELEMENT.matcher(path);
        if (element.matches()) {
            FieldDefinition field = definition.field(element.group(1)).orElse(null);
            if (field != null && field.type() == FieldType.OBJECTS) {
                work.turnTo(field, field.name(), path);
                putProperty(element, leaves.kind(index), value, work);
                return;
            }
        } else if (values.takeEnvelope(path, leaves.kind(index), value, work)) {
            return;
        }
        work.report(MappingProblem.UNKNOWN_KEY, null, Work.shorten(path));
    }

    /** Puts a value into its field, or behind the others of a list of texts. */
    @SuppressWarnings("unchecked")
    static void put(
            CanonicalValues values, FieldDefinition field, int position, Leaves.Kind kind, String value, Work work) {
        Object typed = values.typed(field, kind, value, work);
        if (typed == null) {
            return;
        }
        Object before = work.value(position);
        if (field.type() == FieldType.TEXTS) {
            List<Object> list = before == null ? new ArrayList<>() : (List<Object>) before;
            list.add(typed);
            work.set(position, list);
        } else if (before != null) {
            work.report(MappingProblem.KEY_TWICE, null, field.name());
        } else {
            work.set(position, typed);
        }
    }

    @SuppressWarnings("unchecked")
    private void putProperty(Matcher element, Leaves.Kind kind, String value, Work work) {
        int position = definition.position(element.group(1));
        List<Map<String, Object>> list = (List<Map<String, Object>>) work.value(position);
        if (list == null) {
            list = new ArrayList<>();
            work.set(position, list);
        }
        Object typed = values.property(kind, value, work);
        if (typed == null) {
            return;
        }
        // Objects come in their order, each with all its properties; an empty one has none and leaves no trace.
        String index = element.group(2);
        if (!index.equals(work.openElement(position))) {
            list.add(new HashMap<>());
            work.openElement(position, index);
        }
        list.get(list.size() - 1).put(element.group(3), typed);
    }
}
