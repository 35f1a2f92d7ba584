package org.anze.gateway.seal.parcel;

import java.time.Instant;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.SealVerifierKey;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;

/** What parcels, proof bundles and statements share: certificate, signature, and the checkpoint that the same key signed. */
public final class Signature {

    private Signature() {}

    /** Appends the member "signature". */
    public static void write(JsonOutput out, String signer, byte[] signature) {
        out.ascii("{\"key\":")
                .string(signer)
                .ascii(",\"value\":")
                .base64(signature)
                .ascii("}");
    }

    /**
     * The signer of a document with a manifest, once certificate, signature, suite and ledger hold.
     *
     * @param at when the certificate must have been valid
     */
    public static SealVerifierKey verifyManifest(
            JsonFields document, SealTrust trust, Instant at, Suite suite, String ledger) throws FlawException {
        SealVerifierKey key = verify(document, CanonicalJson.write(document.value("manifest")), trust, at);
        if (key.suite() != suite) {
            throw new FlawException(Flaw.SUITE_MISMATCH, "manifest.suite");
        }
        if (!key.maySpeakFor(ledger)) {
            throw new FlawException(Flaw.SIGNER_UNKNOWN, "manifest.ledger");
        }
        return key;
    }

    /** The checkpoint of an evidence part, once this signer signed it for this ledger and size. */
    public static Checkpoint checkpoint(JsonFields evidence, SealVerifierKey key, String ledger, long size)
            throws FlawException {
        SignedCheckpoint signed = SignedCheckpoint.parse(evidence.text("checkpoint"));
        Checkpoint checkpoint = signed.checkpoint();
        if (!checkpoint.origin().equals(ledger)) {
            throw new FlawException(Flaw.LEDGER_DIFFERS, "evidence.checkpoint");
        }
        signed.verify(key);
        if (checkpoint.size() != size) {
            throw new FlawException(Flaw.CHECKPOINT_SIZE_DIFFERS, "manifest.checkpointSize");
        }
        return checkpoint;
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
