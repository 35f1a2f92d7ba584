package org.anze.gateway.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.record.SealedRecord;
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
     * {@code {"watermark": …, "records": [ … ], "unreadable": [ … ], "next": …, "truncated": true}}; each only where there is something to say.
     *
     * @param name of the array
     * @param array JSON that is taken as it is
     * @param unreadable the asker's records whose content is gone with its data key: they are named, so that a destroyed record
     *     passes neither for one that does not exist nor for one that is withheld
     * @param truncated whether there is more than an answer holds, and no next page
     */
    static byte[] around(
            String name,
            byte[] array,
            List<SealedRecord> unreadable,
            @Nullable String next,
            boolean truncated,
            @Nullable String watermark) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(array.length + 300);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (watermark != null) {
                json.writeName("watermark");
                json.writeString(watermark);
            }
            json.writeName(name);
            json.writeRawValue(new String(array, StandardCharsets.UTF_8));
            if (!unreadable.isEmpty()) {
                unreadable(json, unreadable);
            }
            if (next != null) {
                json.writeName("next");
                json.writeString(next);
            }
            if (truncated) {
                json.writeName("truncated");
                json.writeBoolean(true);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void unreadable(JsonGenerator json, List<SealedRecord> records) {
        json.writeName("unreadable");
        json.writeStartArray();
        for (SealedRecord record : records) {
            json.writeStartObject();
            json.writeName("recordType");
            json.writeString(record.type().code());
            json.writeName("businessKey");
            json.writeString(record.businessKey());
            json.writeName("provider");
            json.writeString(record.provider());
            json.writeName("version");
            json.writeNumber(record.version());
            json.writeName("ledgerIndex");
            json.writeNumber(record.index());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
