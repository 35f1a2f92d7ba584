package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** The records of one JSON document, or of several in one stream. */
final class JsonReader extends PartReader {

    private final String[] path;
    private final JsonParser json;
    private final JsonRecords records;
    private final HeaderValues header;
    private final PathTotals totals;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private boolean found;
    private boolean rootSeen;
    private boolean ended;

    JsonReader(SourceSettings settings, JsonFactory factory, InputStream in, Origin origin) {
        String wanted = settings.records();
        this.path = wanted == null || wanted.equals("/")
                ? new String[0]
                : wanted.replaceFirst("^/", "").split("/");
        this.header = new HeaderValues(settings.bounds());
        this.totals = new PathTotals(settings.totals());
        try {
            json = factory.createParser(ObjectReadContext.empty(), DecodingReader.of(in, settings.agreedCharset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.records = new JsonRecords(settings.bounds(), origin, json);
    }

    @Override
    public @Nullable PathRecord next() {
        try {
            while (!ended) {
                PathRecord record = step(json.nextToken());
                if (record != null) {
                    return record;
                }
            }
            return null;
        } catch (JacksonException e) {
            TokenStreamLocation at = JsonFormat.place(e, json.currentLocation());
            Location place = new Location(Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0), null);
            SourceProblem kind = JsonFormat.kind(e);
            throw new SenderMustCorrect(Finding.of(kind, null, null, place, place.line(), place.column(), "JSON"), e);
        }
    }

    private @Nullable PathRecord step(@Nullable JsonToken token) {
        Frame frame = frames.peek();
        if (token == null) {
            finish();
            return null;
        }
        if (frame == null) {
            return root(token);
        }
        if (frame.array) {
            return element(frame, token);
        }
        if (token == JsonToken.PROPERTY_NAME) {
            return property(frame);
        }
        frames.pop();
        header.leave(frame.names);
        return null;
    }

    private @Nullable PathRecord root(JsonToken token) {
        boolean another = rootSeen;
        rootSeen = true;
        if (token == JsonToken.START_OBJECT && path.length == 0 && !found) {
            return record("");
        }
        if (token == JsonToken.START_OBJECT && path.length > 0 && !another) {
            frames.push(new Frame(false, 0, "", ""));
            return null;
        }
        if (token == JsonToken.START_ARRAY && !another) {
            frames.push(new Frame(true, 0, "", ""));
            found = path.length == 0;
            return null;
        }
        throw noObject();
    }

    private @Nullable PathRecord element(Frame frame, JsonToken token) {
        if (token == JsonToken.END_ARRAY) {
            frames.pop();
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            throw noObject();
        }
        String pointer = frame.pointer + "/" + frame.elements++;
        if (frame.level == path.length) {
            return record(pointer);
        }
        frames.push(new Frame(false, frame.level, frame.names, pointer));
        return null;
    }

    private @Nullable PathRecord property(Frame frame) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (!key.equals(path[frame.level])) {
            keep(frame.names + "/" + key, value);
            return null;
        }
        int level = frame.level + 1;
        String pointer = frame.pointer + "/" + key;
        boolean last = level == path.length;
        if (last && value == JsonToken.START_OBJECT) {
            found = true;
            return record(pointer);
        }
        if (value == JsonToken.START_ARRAY || value == JsonToken.START_OBJECT) {
            frames.push(new Frame(value == JsonToken.START_ARRAY, level, frame.names + "/" + key, pointer));
        } else if (value != JsonToken.VALUE_NULL) {
            throw noObject();
        }
        found |= last;
        return null;
    }

    private PathRecord record(String pointer) {
        PathRecord record = records.read(pointer, header.now(), count());
        totals.add();
        return record;
    }

    /** Remembers what stands beside the path; arrays there are passed over. */
    private void keep(String where, JsonToken value) {
        if (value == JsonToken.START_ARRAY) {
            json.skipChildren();
        } else if (value == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                keep(where + "/" + key, json.nextToken());
            }
        } else if (value != JsonToken.VALUE_NULL) {
            Location here = here();
            String text = json.getString();
            header.put(where, text, here.line(), here.column());
            totals.look(where, text);
        }
    }

    private void finish() {
        ended = true;
        if (path.length > 0 && rootSeen && !found) {
            throw noObject();
        }
        totals.finish();
    }

    private SenderMustCorrect noObject() {
        Location here = here();
        return new SenderMustCorrect(SourceProblem.JSON_NO_OBJECT, here, here.line(), here.column());
    }

    private Location here() {
        TokenStreamLocation at = json.currentTokenLocation();
        return new Location(Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0), null);
    }

    @Override
    public void close() {
        ended = true;
    }

    /** An array or object on the path that is open. */
    private static final class Frame {
        private final boolean array;
        private final int level;
        private final String names;
        private final String pointer;
        private long elements;

        /**
         * @param level number of keys of the path above it
         * @param names these keys
         * @param pointer the same with the indexes of arrays
         */
        Frame(boolean array, int level, String names, String pointer) {
            this.array = array;
            this.level = level;
            this.names = names;
            this.pointer = pointer;
        }
    }
}
