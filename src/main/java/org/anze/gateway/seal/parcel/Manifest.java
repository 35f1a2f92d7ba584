package org.anze.gateway.seal.parcel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/** A manifest whose form is right; whether it is true is for {@link ParcelVerifier}. */
record Manifest(
        ParcelHead head,
        Suite suite,
        long checkpointSize,
        long entryCount,
        long firstIndex,
        long lastIndex,
        byte[] evidenceDigest,
        @Nullable String statement,
        List<Agreement> agreements,
        List<Rendition> renditions,
        Map<?, ?> withheld) {

    private static final List<String> REQUIRED = List.of(
            "agreements",
            "checkpointSize",
            "entryCount",
            "evidenceDigest",
            "format",
            "ledger",
            "number",
            "preparedAt",
            "recipient",
            "renditions",
            "statement",
            "suite",
            "withheld");
    private static final List<String> RANGE = List.of("firstIndex", "lastIndex");

    static Manifest of(@Nullable Object value) throws FlawException {
        JsonFields fields = JsonFields.of(value, "manifest", REQUIRED, RANGE);
        fields.requireFormat("format", ParcelWriter.FORMAT);
        long entryCount = fields.integer("entryCount", 0);
        for (String bound : RANGE) {
            if (fields.has(bound) != entryCount > 0) {
                throw new FlawException(Flaw.MALFORMED, fields.path(bound));
            }
        }
        return new Manifest(
                new ParcelHead(
                        fields.ledger("ledger"),
                        fields.text("recipient"),
                        fields.integer("number", 1),
                        fields.time("preparedAt")),
                fields.suite("suite"),
                fields.integer("checkpointSize", 0),
                entryCount,
                entryCount > 0 ? fields.integer("firstIndex", 0) : -1,
                entryCount > 0 ? fields.integer("lastIndex", 0) : -1,
                fields.hash("evidenceDigest"),
                fields.value("statement") == null ? null : fields.text("statement"),
                Agreement.listOf(fields.list("agreements")),
                renditions(fields.list("renditions")),
                fields.map("withheld"));
    }

    private static List<Rendition> renditions(List<?> list) throws FlawException {
        List<Rendition> renditions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String where = "manifest.renditions[" + i + "]";
            JsonFields fields = JsonFields.of(list.get(i), where, "digest", "name", "size");
            Rendition rendition = new Rendition(fields.text("name"), fields.integer("size", 0), fields.hash("digest"));
            if (!Rendition.isName(rendition.name()) || !names.add(rendition.name())) {
                throw new FlawException(Flaw.RENDITION_NAME, where);
            }
            renditions.add(rendition);
        }
        return List.copyOf(renditions);
    }
}
