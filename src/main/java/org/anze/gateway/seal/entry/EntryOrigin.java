package org.anze.gateway.seal.entry;

import java.util.Arrays;
import java.util.Optional;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says of its provider's own signature over what it sent.
 *
 * @param commitment {@link SubmissionSalt#evidence} of the signature
 * @param kind form of the signature
 * @param signer H of the signer's certificate in DER
 */
public record EntryOrigin(byte[] commitment, Kind kind, byte[] signer) {

    /** The forms of an origin signature. */
    public enum Kind {
        /** Detached CMS SignedData (RFC 5652, GM/T 0010), in DER. */
        CMS("cms"),
        /** Detached JSON Web Signature (RFC 7515 appendix F). */
        JWS("jws"),
        /** SOAP envelope with a WS-Security signature. */
        WSS("wss");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As it stands in an entry. */
        public String code() {
            return code;
        }

        /** The form with this code. */
        public static Optional<Kind> of(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code.equals(code))
                    .findFirst();
        }
    }

    /** @throws IllegalArgumentException for hashes of another length */
    public EntryOrigin {
        if (commitment.length != Suite.HASH_LENGTH || signer.length != Suite.HASH_LENGTH) {
            throw new IllegalArgumentException("hash of another length");
        }
    }

    /** Takes a parsed value as an origin. */
    public static EntryOrigin of(@Nullable Object value, String where) throws FlawException {
        JsonFields fields = JsonFields.of(value, where, "commitment", "kind", "signer");
        Kind kind = Kind.of(fields.text("kind")).orElseThrow(() -> new FlawException(Flaw.MALFORMED, where + ".kind"));
        return new EntryOrigin(fields.hash("commitment"), kind, fields.hash("signer"));
    }

    /** Appends it as it stands in an entry. */
    public void writeTo(JsonOutput out) {
        out.ascii("{\"commitment\":")
                .base64(commitment)
                .ascii(",\"kind\":\"" + kind.code + "\",\"signer\":")
                .base64(signer)
                .ascii("}");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntryOrigin that
                && kind == that.kind
                && Arrays.equals(commitment, that.commitment)
                && Arrays.equals(signer, that.signer);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(commitment);
    }
}
