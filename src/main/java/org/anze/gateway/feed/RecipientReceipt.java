package org.anze.gateway.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipt a recipient answers with, on every channel the same JSON: {@code {"parcel":17,"status":"ACKNOWLEDGED"}} or
 * {@code {"parcel":17,"status":"REFUSED","refused":[{"index":4711,"reason":"…"}]}}; either may say which bytes it is about.
 *
 * @param digest SM3 or SHA-256 of the parcel document, in Base64; null when the recipient does not say
 */
public record RecipientReceipt(
        long parcel,
        Status status,
        List<Settlement.RefusedRecord> refused,
        @Nullable String digest) {

    /** What the recipient says. */
    public enum Status {
        ACKNOWLEDGED,
        REFUSED
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 1 << 20;

    /** Fills the absent list. */
    public RecipientReceipt {
        refused = refused == null ? List.of() : List.copyOf(refused);
    }

    /** Of a recipient that does not say which bytes it has. */
    public RecipientReceipt(long parcel, Status status, List<Settlement.RefusedRecord> refused) {
        this(parcel, status, refused, null);
    }

    /**
     * Reads a receipt.
     *
     * @param number the parcel it must be about
     * @throws IOException when the text is no receipt or is about another parcel; the parcel is then sent again
     */
    public static RecipientReceipt parse(byte @Nullable [] text, long number) throws IOException {
        RecipientReceipt receipt = parse(text);
        if (receipt.parcel() != number) {
            throw new IOException("receipt for parcel " + receipt.parcel() + " instead of " + number);
        }
        return receipt;
    }

    /** Reads a receipt about any parcel. */
    public static RecipientReceipt parse(byte @Nullable [] text) throws IOException {
        if (text == null || text.length == 0 || text.length > LONGEST) {
            throw new IOException("no receipt in the answer");
        }
        try {
            RecipientReceipt receipt = JSON.readValue(text, RecipientReceipt.class);
            if (receipt.status() == null) {
                throw new IOException("receipt without status");
            }
            return receipt;
        } catch (JacksonException e) {
            throw new IOException("the answer is not a receipt", e);
        }
    }

    /** The settlement it amounts to. */
    public Settlement toSettlement() {
        return status == Status.ACKNOWLEDGED
                ? new Settlement.Acknowledged(digest)
                : new Settlement.Refused(refused, digest);
    }

    /** As JSON, for recipients that are our own. */
    public byte[] toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("parcel", parcel);
        map.put("status", status.name());
        List<Map<String, Object>> list = new ArrayList<>();
        for (Settlement.RefusedRecord record : refused) {
            list.add(Map.of("index", record.index(), "reason", record.reason()));
        }
        map.put("refused", list);
        if (digest != null) {
            map.put("digest", digest);
        }
        return JSON.writeValueAsBytes(map);
    }
}
