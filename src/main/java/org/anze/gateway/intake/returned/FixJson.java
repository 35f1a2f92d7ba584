package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Returned records as JSON objects, in an array or one a line as the sender has them: token and reason first, beside each
 * key with findings one that says them.
 */
final class FixJson implements FixFormat {

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,6})\\]");
    private static final JsonMapper LINES = JsonMapper.builder().build();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final OwnLayout layout;
    private final Writer text;
    private boolean begun;

    FixJson(OwnLayout layout, OutputStream out) {
        this.layout = layout;
        this.text = new OutputStreamWriter(out, Encodings.toWrite(layout.encoding()));
    }

    /** A value with the kind it had. */
    private record Value(@Nullable String text, Leaves.Kind kind) {}

    @Override
    public void write(FlawedRecord record, FixFile.Sealing sealing) throws IOException {
        if (!(record.raw() instanceof Leaves leaves)) {
            throw new IllegalArgumentException("not a record of a JSON source");
        }
        Disguised disguised = new Disguised(layout, record);
        Map<String, Object> content = new LinkedHashMap<>();
        Map<String, Integer> times = new HashMap<>();
        Set<String> said = new HashSet<>();
        for (int i = 0; i < leaves.size(); i++) {
            String path = leaves.path(i);
            String shown = leaves.text(i);
            Leaves.Kind kind = leaves.kind(i);
            int row = times.merge(path, 1, Integer::sum) - 1;
            if (shown != null) {
                String disguise = disguised.show(path, row, shown, kind == Leaves.Kind.NUMBER);
                kind = disguise.equals(shown) ? kind : Leaves.Kind.STRING;
                shown = disguise;
            }
            List<Finding> findings = record.byColumn().get(path);
            put(content, path, new Value(shown, kind), said.add(path) ? findings : null);
        }
        record.byColumn().forEach((path, findings) -> {
            if (!said.contains(path)) {
                content.put(Marks.PROBLEM + path.replace('/', '·'), FlawedRecord.say(findings));
            }
        });
        String token = sealing.token(disguised);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(Marks.TOKEN, token);
        object.put(Marks.REASON, record.reason(path -> true, disguised, token));
        object.putAll(content);
        object.put(Marks.ENGLISH, record.english());
        begin();
        text.write(json(object));
    }

    private void begin() throws IOException {
        if (begun) {
            text.write(layout.lines() ? "\n" : ",\n");
        } else if (!layout.lines()) {
            text.write("[\n");
        }
        begun = true;
    }

    @SuppressWarnings("unchecked")
    private static void put(
            Map<String, Object> root, String path, Value value, @Nullable List<Finding> findings) {
        Map<String, Object> parent = root;
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            Matcher element = ELEMENT.matcher(parts[i]);
            if (element.matches()) {
                Map<Integer, Object> list = (Map<Integer, Object>)
                        parent.computeIfAbsent(element.group(1), any -> new TreeMap<Integer, Object>());
                parent = (Map<String, Object>)
                        list.computeIfAbsent(Integer.valueOf(element.group(2)), any -> new LinkedHashMap<>());
            } else {
                parent = (Map<String, Object>) parent.computeIfAbsent(parts[i], any -> new LinkedHashMap<>());
            }
        }
        String name = parts[parts.length - 1];
        Object before = parent.get(name);
        if (before instanceof List<?> list) {
            ((List<Object>) list).add(value);
        } else if (before != null) {
            parent.put(name, new ArrayList<>(List.of(before, value)));
        } else {
            parent.put(name, value);
        }
        if (findings != null) {
            parent.put(Marks.PROBLEM + name, FlawedRecord.say(findings));
        }
    }

    private String json(Map<String, Object> object) throws IOException {
        java.io.StringWriter out = new java.io.StringWriter();
        JsonMapper mapper = layout.lines() ? LINES : PRETTY;
        try (JsonGenerator json = layout.lines()
                ? mapper.createGenerator(out)
                : mapper.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            write(json, object);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof Map<?, ?> map) {
            boolean list = map instanceof TreeMap<?, ?>;
            if (list) {
                json.writeStartArray();
                map.values().forEach(member -> write(json, member));
                json.writeEndArray();
                return;
            }
            json.writeStartObject();
            map.forEach((key, member) -> {
                json.writeName((String) key);
                write(json, member);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(member -> write(json, member));
            json.writeEndArray();
        } else if (value instanceof Value leaf) {
            String text = leaf.text();
            switch (leaf.kind()) {
                case NUMBER -> json.writeNumber(text);
                case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
                case NULL -> json.writeNull();
                default -> json.writeString(text);
            }
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    @Override
    public void close() throws IOException {
        if (!layout.lines()) {
            text.write(begun ? "\n]\n" : "[]\n");
        } else if (begun) {
            text.write("\n");
        }
        text.flush();
    }
}
