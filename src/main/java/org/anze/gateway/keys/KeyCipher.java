package org.anze.gateway.keys;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Authenticated ciphers for content at rest, with nonces of 12 and tags of 16 bytes. The names are stored. */
public enum KeyCipher {
    /** GB/T 32907-2016 in the mode of GB/T 36624-2018. Bouncy Castle's, since no JDK has it. */
    SM4_GCM("SM4", 16),
    AES_256_GCM("AES", 32);

    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final String algorithm;
    private final int keyLength;
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(this::make);

    KeyCipher(String algorithm, int keyLength) {
        this.algorithm = algorithm;
        this.keyLength = keyLength;
    }

    /** The one that goes with a suite of signatures. */
    public static KeyCipher of(Suite suite) {
        return suite == Suite.SM ? SM4_GCM : AES_256_GCM;
    }

    String algorithm() {
        return algorithm;
    }

    /** Bytes of a key. */
    int keyLength() {
        return keyLength;
    }

    /** This thread's; to be initialised for every use. */
    Cipher cipher() {
        return ciphers.get();
    }

    private Cipher make() {
        try {
            return this == SM4_GCM
                    ? Cipher.getInstance("SM4/GCM/NoPadding", BOUNCY_CASTLE)
                    : Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + this, e);
        }
    }
}
