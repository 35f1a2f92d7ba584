package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON: an array of objects, one object, or one object after the other; or the objects at an agreed path, arrays on the way
 * included. Nested keys are joined by {@code /}; texts of an array share one path; objects of an array are told apart by
 * {@code [i]}. What stands around the records, before them, is reached by absolute paths ({@code /data/batchNo}).
 */
final class JsonFormat extends PartFormat {

    private final SourceSettings settings;
    private final JsonFactory factory;

    JsonFormat(SourceSettings settings) {
        this.settings = settings;
        this.factory = factory(settings.bounds());
    }

    static JsonFactory factory(SourceSettings.Limits limits) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.valueCharacters())
                        .maxNameLength(200)
                        .maxNumberLength(100)
                        .build())
                .build();
    }

    @Override
    PartReader read(InputStream in, Origin origin, boolean survey) {
        return new JsonReader(settings, factory, in, origin);
    }

    /** What is wrong, without the parser's words: they can quote the text of the message. */
    static SourceProblem kind(JacksonException e) {
        if (e instanceof JacksonIOException io) {
            throw new UncheckedIOException(io.getCause());
        }
        return e instanceof StreamConstraintsException ? SourceProblem.TOO_DEEP_OR_LARGE : SourceProblem.JSON_MALFORMED;
    }

    static TokenStreamLocation place(JacksonException e, TokenStreamLocation last) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1 ? last : e.getLocation();
    }
}
