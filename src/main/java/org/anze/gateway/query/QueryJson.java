package org.anze.gateway.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The object around an array of records. */
final class QueryJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private QueryJson() {}

    /**
     * {@code {"watermark": …, "records": [ … ], "next": …}}.
     *
     * @param name of the array
     * @param array JSON that is taken as it is
     */
    static byte[] around(String name, byte[] array, @Nullable String next, @Nullable String watermark) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(array.length + 300);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (watermark != null) {
                json.writeName("watermark");
                json.writeString(watermark);
            }
            json.writeName(name);
            json.writeRawValue(new String(array, StandardCharsets.UTF_8));
            if (next != null) {
                json.writeName("next");
                json.writeString(next);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
