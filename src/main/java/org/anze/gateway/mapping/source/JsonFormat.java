package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON: an array of objects, one object, or one object after the other (NDJSON); or an array inside the root object at an
 * agreed path. Nested keys are joined by {@code /}; texts of an array share one path; objects of an array are told apart by
 * {@code [i]}.
 */
final class JsonFormat implements SourceFormat {

    private final SourceSettings settings;
    private final @Nullable Charset charset;
    private final String[] path;
    private final JsonFactory factory;

    JsonFormat(SourceSettings settings) {
        this.settings = settings;
        this.charset = settings.encoding() == null ? null : SourceSettings.charset(settings.encoding());
        String records = settings.records();
        this.path = records == null || records.equals("/")
                ? new String[0]
                : records.replaceFirst("^/", "").split("/");
        this.factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(settings.limits().depth())
                        .maxStringLength(settings.limits().valueCharacters())
                        .maxNameLength(200)
                        .maxNumberLength(100)
                        .build())
                .build();
    }

    @Override
    public SourceReader open(InputStream in) {
        return new Reader(in);
    }

    @Override
    public Survey survey(InputStream in) {
        try (Reader reader = new Reader(in)) {
            long records = 0;
            while (reader.next() != null) {
                records++;
            }
            return new Survey(records, List.of());
        }
    }

    private final class Reader implements SourceReader {
        private final JsonParser json;
        private final PathRecord.Builder record = new PathRecord.Builder(settings.limits(), Map.of());
        private final PathNames names = new PathNames(this::here);
        private long ordinal;
        private boolean inArray;
        private boolean ended;

        Reader(InputStream in) {
            try {
                json = factory.createParser(
                        tools.jackson.core.ObjectReadContext.empty(), DecodingReader.of(in, charset));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable PathRecord next() {
            try {
                while (!ended) {
                    JsonToken token = json.nextToken();
                    if (token == null) {
                        ended = true;
                    } else if (token == JsonToken.START_OBJECT && !inArray && path.length > 0) {
                        descend();
                    } else if (token == JsonToken.START_OBJECT) {
                        return readRecord();
                    } else if (token == JsonToken.START_ARRAY && !inArray && ordinal == 0) {
                        inArray = true;
                    } else if (token == JsonToken.END_ARRAY && inArray) {
                        leaveArray();
                    } else {
                        throw noObject();
                    }
                }
                return null;
            } catch (JacksonException e) {
                throw failed(e, json.currentLocation());
            }
        }

        private void descend() {
            for (String key : path) {
                JsonToken token = json.currentToken();
                if (token != JsonToken.START_OBJECT) {
                    throw noObject();
                }
                while (true) {
                    if (json.nextToken() != JsonToken.PROPERTY_NAME) {
                        throw noObject();
                    }
                    boolean wanted = json.currentName().equals(key);
                    json.nextToken();
                    if (wanted) {
                        break;
                    }
                    json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw noObject();
            }
            inArray = true;
        }

        private void leaveArray() {
            if (path.length == 0) {
                if (json.nextToken() != null) {
                    throw noObject();
                }
            } else {
                for (int i = 0; i < path.length; i++) {
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
                if (json.nextToken() != null) {
                    throw noObject();
                }
            }
            ended = true;
        }

        private PathRecord readRecord() {
            TokenStreamLocation at = json.currentTokenLocation();
            String prefix = path.length == 0 ? "" : "/" + String.join("/", path);
            record.begin(
                    new Location(at.getLineNr(), at.getColumnNr(), null), inArray ? prefix + "/" + ordinal : prefix);
            readObject(names.root());
            return record.build(ordinal++);
        }

        private void readObject(PathNames.Node node) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                PathNames.Node child = node.child(json.currentName());
                readValue(child, json.nextToken(), 0, false);
            }
        }

        private void readValue(PathNames.Node node, JsonToken token, int index, boolean inside) {
            switch (token) {
                case START_OBJECT -> readObject(inside ? node.element(index) : node);
                case START_ARRAY -> {
                    if (inside) {
                        throw tooDeep();
                    }
                    int count = 0;
                    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                        readValue(node, item, count++, true);
                    }
                }
                default -> {
                    TokenStreamLocation at = json.currentTokenLocation();
                    String text = token == JsonToken.VALUE_NULL ? null : json.getString();
                    record.add(node.path(), text, kind(token), at.getLineNr(), at.getColumnNr());
                }
            }
        }

        private SenderMustCorrect tooDeep() {
            Location here = here();
            return new SenderMustCorrect(
                    SourceProblem.TOO_DEEP_OR_LARGE, here, here.line(), here.column(), "array in array");
        }

        private SenderMustCorrect noObject() {
            Location here = here();
            return new SenderMustCorrect(SourceProblem.JSON_NO_OBJECT, here, here.line(), here.column());
        }

        private Location here() {
            TokenStreamLocation at = json.currentTokenLocation();
            return new Location(at.getLineNr(), at.getColumnNr(), null);
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    private static Leaves.Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Leaves.Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Leaves.Kind.BOOLEAN;
            case VALUE_NULL -> Leaves.Kind.NULL;
            default -> Leaves.Kind.STRING;
        };
    }

    private static SenderMustCorrect failed(JacksonException e, TokenStreamLocation last) {
        if (e instanceof JacksonIOException io) {
            throw new UncheckedIOException(io.getCause());
        }
        TokenStreamLocation at = e.getLocation() == null ? last : e.getLocation();
        long line = Math.max(at.getLineNr(), 0);
        int column = Math.max(at.getColumnNr(), 0);
        SourceProblem kind = e instanceof StreamConstraintsException
                ? SourceProblem.TOO_DEEP_OR_LARGE
                : SourceProblem.JSON_MALFORMED;
        // Only place and kind are told: the parser's words can quote the text of the message.
        Finding finding = Finding.of(kind, null, null, new Location(line, column, null), line, column, "JSON");
        return new SenderMustCorrect(finding, e);
    }
}
