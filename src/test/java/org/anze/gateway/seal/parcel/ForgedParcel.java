package org.anze.gateway.seal.parcel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/** A parcel or proof bundle taken apart, to be changed and signed again: what a dishonest gateway could send. */
public final class ForgedParcel {

    public final Map<String, Object> top;

    public ForgedParcel(byte[] parcel) throws FlawException {
        top = CanonicalJson.parseObject(parcel);
    }

    /** Follows names and positions down to an object. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> object(Object... path) {
        return (Map<String, Object>) at(path);
    }

    /** Follows names and positions down to an array. */
    @SuppressWarnings("unchecked")
    public List<Object> list(Object... path) {
        return (List<Object>) at(path);
    }

    private Object at(Object... path) {
        Object value = top;
        for (Object step : path) {
            value = step instanceof Integer position ? ((List<?>) value).get(position) : ((Map<?, ?>) value).get(step);
        }
        return value;
    }

    public byte[] unsigned() {
        return CanonicalJson.write(top);
    }

    /** With digest and signature made to fit what was changed. */
    public byte[] signedBy(SampleSeals.Gateway gateway) {
        Suite suite = gateway.key().suite();
        byte[] outline = outline(suite);
        if (outline != null) {
            byte[] digest = suite.hash(outline);
            object("manifest").put("evidenceDigest", Base64Text.encode(digest));
        }
        return signedOnly(gateway.signer());
    }

    /**
     * The outline of the evidence (docs/spec/seal-v1.md §9), worked out without the code under test; null where the evidence is
     * bent so far that it has none: then it is refused before anybody looks at the digest.
     */
    byte @Nullable [] outline(Suite suite) {
        try {
            Map<String, Object> others = new HashMap<>(object("evidence"));
            others.keySet().removeAll(List.of("entries", "inclusion"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBytes("anze-outline/1\0");
            byte[] json = CanonicalJson.write(others);
            out.writeInt(json.length);
            out.write(json);
            List<Object> entries = list("evidence", "entries");
            out.writeInt(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                out.writeLong((Long) object("evidence", "entries", i, "header").get("index"));
                List<Object> units = list("evidence", "entries", i, "units");
                out.writeInt(units.size());
                for (Object unit : units) {
                    Map<?, ?> members = (Map<?, ?>) unit;
                    boolean masked = members.containsKey("masked");
                    out.writeByte(masked ? 1 : members.containsKey("value") ? 0 : 2);
                    if (masked) {
                        out.write(suite.hash(CanonicalJson.write(members.get("masked"))));
                    }
                }
            }
            return bytes.toByteArray();
        } catch (ClassCastException | NullPointerException bent) {
            return null;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public byte[] signedOnly(Signer signer) {
        object("signature").put("value", Base64Text.encode(signer.sign(CanonicalJson.write(top.get("manifest")))));
        return unsigned();
    }
}
