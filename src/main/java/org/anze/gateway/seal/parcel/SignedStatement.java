package org.anze.gateway.seal.parcel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.Signer;
import org.jspecify.annotations.Nullable;

/**
 * A signed JSON object with its signer's certificate, such as a receipt. The body always has {@code format} and {@code
 * issuedAt}; what else it says is its format's business.
 *
 * @param signer name of who signed
 * @param issuedAt time in the body; the certificate was valid then
 * @param body the signed object
 */
public record SignedStatement(String signer, Instant issuedAt, Map<String, @Nullable Object> body) {

    /** Format identifier of a receipt. */
    public static final String RECEIPT_FORMAT = "anze-receipt/1";

    /**
     * Signs a body.
     *
     * @param body canonical JSON values with a string {@code format} and an {@code issuedAt} written by {@link
     *     SealTime#write}
     * @throws IllegalArgumentException when one of the two is missing, or certificate and signer do not belong together
     */
    public static byte[] sign(Map<String, ?> body, Signer signer, SealCertificate certificate) {
        requireSound(body);
        if (!certificate.publicKey().equals(signer.publicKey())
                || !certificate.name().equals(signer.name())) {
            throw new IllegalArgumentException("signer and certificate do not belong together");
        }
        byte[] message = CanonicalJson.write(body);
        JsonOutput out = new JsonOutput(message.length + 2048);
        out.ascii("{\"body\":")
                .raw(message)
                .ascii(",\"certificate\":")
                .string(certificate.pem())
                .ascii(",\"signature\":");
        Signature.write(out, signer.name(), signer.sign(message));
        return out.ascii("}").toByteArray();
    }

    private static void requireSound(Map<String, ?> body) {
        try {
            JsonFields fields = JsonFields.of(body, "", List.of("format", "issuedAt"), List.copyOf(body.keySet()));
            fields.text("format");
            fields.time("issuedAt");
        } catch (FlawException incomplete) {
            throw new IllegalArgumentException("a statement needs format and issuedAt", incomplete);
        }
    }

    /**
     * Verifies a statement.
     *
     * @param format the format identifier the caller expects
     * @throws FlawException naming what is wrong
     */
    @SuppressWarnings("unchecked")
    public static SignedStatement verify(byte[] document, String format, SealTrust trust) throws FlawException {
        JsonFields top = JsonFields.of(CanonicalJson.parse(document), "", "body", "certificate", "signature");
        Map<String, @Nullable Object> body = (Map<String, @Nullable Object>) top.map("body");
        JsonFields fields = JsonFields.of(body, "body", List.of("format", "issuedAt"), List.copyOf(body.keySet()));
        fields.requireFormat("format", format);
        Instant issuedAt = fields.time("issuedAt");
        SealVerifierKey key = Signature.verify(top, CanonicalJson.write(body), trust, issuedAt);
        return new SignedStatement(key.name(), issuedAt, body);
    }
}
