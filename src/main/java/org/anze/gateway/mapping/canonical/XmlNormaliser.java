package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.MappingProblem;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.Normaliser;
import org.anze.gateway.mapping.Work;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Takes canonical XML: {@code <records type="claim" version="1"><claim>…</claim></records>}, elements named as the
 * canonical fields, one element per text of a list and per object, whose properties are its children. Values are
 * written as in canonical JSON. Type and version of the root may be left out; when they are there they must fit.
 */
final class XmlNormaliser implements Normaliser {

    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    private final RecordDefinition definition;
    private final CanonicalValues values;
    private final String root;

    /** {@code root} is the path of the element around the records. */
    XmlNormaliser(RecordDefinition definition, CanonicalValues values, String root) {
        this.definition = definition;
        this.values = values;
        this.root = root;
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        if (!(raw instanceof Leaves leaves) || !(raw instanceof Repeated repeated)) {
            throw new IllegalArgumentException("not a record of an XML source");
        }
        Work work = new Work(raw, context, definition);
        compareDefinition(raw, work);
        Set<String> lists = new HashSet<>();
        for (int i = 0; i < leaves.size(); i++) {
            take(leaves.path(i), leaves.text(i), lists, repeated, work);
        }
        return List.of(work.finish(raw::locate));
    }

    private void compareDefinition(RawRecord raw, Work work) {
        String type = raw.value(root + "/@type");
        String version = raw.value(root + "/@version");
        String code = definition.type().code();
        String number = Integer.toString(definition.version());
        if (type != null && !type.equals(code) || version != null && !version.equals(number)) {
            String said = (type == null ? code : type) + "/" + (version == null ? number : version);
            work.turnTo(null, null, null);
            work.report(CanonicalProblem.OTHER_DEFINITION, null, Work.shorten(said), code + "/" + number);
        }
    }

    private void take(String path, @Nullable String value, Set<String> lists, Repeated repeated, Work work) {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        int position = definition.position(name);
        FieldDefinition field = position < 0 ? null : definition.fields().get(position);
        boolean objects = field != null && field.type() == FieldType.OBJECTS;
        if (field != null && objects && slash > 0) {
            if (lists.add(name)) {
                putObjects(field, position, repeated, work);
            }
        } else if (value == null || objects && value.isBlank()) {
            return;
        } else if (field != null && slash < 0) {
            work.turnTo(field, path, path);
            JsonNormaliser.put(values, field, position, kind(field.type(), value), value, work);
        } else {
            work.turnTo(null, path, path);
            Leaves.Kind kind = kind(path.equals("version") ? FieldType.INTEGER : FieldType.TEXT, value);
            if (!values.takeEnvelope(path, kind, value, work)) {
                work.report(MappingProblem.UNKNOWN_KEY, null, Work.shorten(path));
            }
        }
    }

    private void putObjects(FieldDefinition field, int position, Repeated repeated, Work work) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (RawRecord item : repeated.items(field.name())) {
            Map<String, Object> object = new HashMap<>();
            for (String property : item.columns()) {
                putProperty(field, item, property, object, work);
            }
            if (!object.isEmpty()) {
                objects.add(object);
            }
        }
        if (!objects.isEmpty()) {
            work.set(position, objects);
        }
    }

    private void putProperty(
            FieldDefinition field, RawRecord item, String property, Map<String, Object> object, Work work) {
        String path = field.name() + "/" + property;
        String value = item.value(property);
        work.turnTo(field, field.name(), path);
        if (!PROPERTY.matcher(property).matches()) {
            work.report(MappingProblem.UNKNOWN_KEY, null, Work.shorten(path));
        } else if (item.values(property).size() > 1) {
            work.report(MappingProblem.KEY_TWICE, null, path);
        } else if (value != null) {
            FieldType type = field.entry(property).map(FieldDefinition::type).orElse(FieldType.TEXT);
            Object typed = values.property(kind(type, value), value, work);
            if (typed != null) {
                object.put(property, typed);
            }
        }
    }

    /** XML has texts only; what the field asks for says how to take one, and a text that does not fit stays a text. */
    private static Leaves.Kind kind(FieldType type, String value) {
        return switch (type) {
            case INTEGER, MONEY, PERCENT -> NUMBER.matcher(value).matches() ? Leaves.Kind.NUMBER : Leaves.Kind.STRING;
            case BOOLEAN -> value.equals("true") || value.equals("false") ? Leaves.Kind.BOOLEAN : Leaves.Kind.STRING;
            default -> Leaves.Kind.STRING;
        };
    }
}
