package org.anze.gateway.seal;

/**
 * A signer's name and key, as a trusted certificate binds them.
 *
 * @param name the certificate's common name
 */
public record SealVerifierKey(String name, SealPublicKey publicKey) {

    /** The suite of the key. */
    public Suite suite() {
        return publicKey.suite();
    }

    /** A signer may speak for the ledger of its own name and for those below it ({@code name/…}). */
    public boolean maySpeakFor(String ledger) {
        return ledger.equals(name) || ledger.startsWith(name + "/");
    }

    /** Whether the signature is this signer's over the message. */
    public boolean verify(byte[] message, byte[] signature) {
        return publicKey.verify(message, signature);
    }
}
