package org.anze.gateway.seal.parcel;

import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Signer;

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
        object("manifest")
                .put(
                        "evidenceDigest",
                        Base64Text.encode(gateway.key().suite().hash(CanonicalJson.write(top.get("evidence")))));
        return signedOnly(gateway.signer());
    }

    public byte[] signedOnly(Signer signer) {
        object("signature").put("value", Base64Text.encode(signer.sign(CanonicalJson.write(top.get("manifest")))));
        return unsigned();
    }
}
