package org.anze.gateway.seal;

/** Signs with a private key that this process holds. Safe for several threads. */
public final class PrivateKeySigner implements Signer {

    private final String name;
    private final SealPrivateKey key;
    private final SealPublicKey publicKey;

    /** @throws IllegalArgumentException when the name cannot stand in a signature line */
    public PrivateKeySigner(String name, SealPrivateKey key) {
        this.name = Checkpoint.requireName(name);
        this.key = key;
        this.publicKey = key.publicKey();
    }

    /**
     * A signer with the name of its certificate.
     *
     * @throws IllegalArgumentException when certificate and key do not belong together
     */
    public static PrivateKeySigner of(SealCertificate certificate, SealPrivateKey key) {
        if (!certificate.publicKey().equals(key.publicKey())) {
            throw new IllegalArgumentException("the certificate of " + certificate.name() + " is for another key");
        }
        return new PrivateKeySigner(certificate.name(), key);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SealPublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        return key.sign(message);
    }
}
