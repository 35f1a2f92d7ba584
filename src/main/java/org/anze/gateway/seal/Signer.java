package org.anze.gateway.seal;

/** Who signs in the name of a gateway. Implementations are safe for several threads. */
public interface Signer {

    /**
     * The signer's name: the common name of its certificate, and the name in the signature line of a checkpoint. No
     * spaces, no plus sign. It may sign for the ledger of the same name and for those below it ({@code name/…}).
     */
    String name();

    /** The public half of the key that {@link #sign} uses. */
    SealPublicKey publicKey();

    /** The signature over a message, in DER. */
    byte[] sign(byte[] message);

    /** The suite of the key. */
    default Suite suite() {
        return publicKey().suite();
    }
}
