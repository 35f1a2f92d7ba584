package org.anze.gateway.seal.parcel;

import java.time.Instant;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.SealVerifierKey;

/** The members "certificate" and "signature" that parcels and statements share. */
final class Signature {

    private Signature() {}

    static void write(JsonOutput out, String signer, byte[] signature) {
        out.ascii("{\"key\":")
                .string(signer)
                .ascii(",\"value\":")
                .base64(signature)
                .ascii("}");
    }

    /** The signer, once the certificate is trusted at that time and the signature over the message verifies. */
    static SealVerifierKey verify(JsonFields document, byte[] message, SealTrust trust, Instant at)
            throws FlawException {
        JsonFields signature = JsonFields.of(document.value("signature"), "signature", "key", "value");
        SealVerifierKey key = trust.require(document.text("certificate"), at);
        if (!key.name().equals(signature.text("key"))) {
            throw new FlawException(Flaw.SIGNER_UNKNOWN, "signature.key");
        }
        if (!key.verify(message, signature.bytes("value"))) {
            throw new FlawException(Flaw.SIGNATURE_WRONG, "signature.value");
        }
        return key;
    }
}
