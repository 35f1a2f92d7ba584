package org.anze.gateway.mapping.source;

import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Takes the values of one object after the other. For one thread. */
final class JsonRecords {

    private final PathRecord.Builder record;
    private final PathNames names = new PathNames(this::here);
    private JsonParser json;
    private long lineOffset;

    JsonRecords(SourceSettings.Limits limits, Origin origin, JsonParser json) {
        this.record = new PathRecord.Builder(limits, origin);
        this.json = json;
    }

    /** Goes on with another parser, whose first line is line {@code lineOffset + 1} of the file. */
    void turnTo(JsonParser next, long lineOffset) {
        this.json = next;
        this.lineOffset = lineOffset;
    }

    /** Reads from the start of the object, where the parser stands, to its end. */
    PathRecord read(String base, Map<String, String> header, long ordinal) {
        Location here = here();
        record.begin(here.line(), here.column(), base, header);
        readObject(names.root());
        return record.build(ordinal);
    }

    private void readObject(PathNames.Node node) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            PathNames.Node child = node.child(json.currentName());
            readValue(child, json.nextToken());
        }
    }

    private void readValue(PathNames.Node node, JsonToken token) {
        switch (token) {
            case START_OBJECT -> part(node);
            case START_ARRAY -> {
                int count = 0;
                for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                    if (item == JsonToken.START_ARRAY) {
                        throw tooDeep();
                    }
                    if (item == JsonToken.START_OBJECT) {
                        part(node.element(count));
                    } else {
                        value(node, item);
                    }
                    count++;
                }
            }
            default -> value(node, token);
        }
    }

    private void part(PathNames.Node node) {
        Location here = here();
        int from = record.position();
        readObject(node);
        record.part(node.path(), from, here.line(), here.column());
    }

    private void value(PathNames.Node node, JsonToken token) {
        TokenStreamLocation at = json.currentTokenLocation();
        String text = token == JsonToken.VALUE_NULL ? null : json.getString();
        record.add(node.path(), text, kind(token), lineOffset + at.getLineNr(), at.getColumnNr());
    }

    private static Leaves.Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Leaves.Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Leaves.Kind.BOOLEAN;
            case VALUE_NULL -> Leaves.Kind.NULL;
            default -> Leaves.Kind.STRING;
        };
    }

    private SenderMustCorrect tooDeep() {
        Location here = here();
        return new SenderMustCorrect(
                SourceProblem.TOO_DEEP_OR_LARGE, here, here.line(), here.column(), "array in array");
    }

    private Location here() {
        TokenStreamLocation at = json.currentTokenLocation();
        return new Location(lineOffset + Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0), null);
    }
}
