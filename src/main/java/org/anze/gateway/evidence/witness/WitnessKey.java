package org.anze.gateway.evidence.witness;

import java.io.IOException;
import java.io.StringReader;
import java.security.SecureRandom;
import java.time.Instant;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.note.NoteLine;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A witness's private key, Ed25519 or SM2, held in memory. Safe for several threads; {@link #toString} tells the public half
 * only. A key is for one witness and for nothing else.
 */
public final class WitnessKey {

    private final NoteKey publicKey;
    private final Hand hand;
    private final String pem;

    @FunctionalInterface
    private interface Hand {
        byte[] sign(byte[] message);
    }

    private WitnessKey(NoteKey publicKey, String pem, Hand hand) {
        this.publicKey = publicKey;
        this.pem = pem;
        this.hand = hand;
    }

    /**
     * Reads an unencrypted PKCS#8 key, as {@link #pem} and {@code openssl genpkey -algorithm ed25519} write it.
     *
     * @param name of the witness: a URL without its scheme, printable ASCII without space and plus sign
     * @throws FlawException when it is neither Ed25519 nor SM2
     * @throws IllegalArgumentException for an impossible name
     */
    public static WitnessKey ofPem(String name, String pem) throws FlawException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !block.getType().equals(Pem.PRIVATE_KEY)) {
                throw malformed();
            }
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(block.getContent());
            boolean edwards = info.getPrivateKeyAlgorithm().getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519);
            return edwards
                    ? ofEd25519(name, (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(info))
                    : ofSm2(name, SealPrivateKey.ofPem(pem));
        } catch (IOException | ClassCastException | IllegalStateException unreadable) {
            throw malformed();
        }
    }

    /** A new key; {@link Suite#INTL} gives Ed25519. */
    public static WitnessKey generate(String name, Suite suite, SecureRandom random) {
        try {
            return suite == Suite.SM
                    ? ofSm2(name, SealPrivateKey.generate(Suite.SM, random))
                    : ofEd25519(name, new Ed25519PrivateKeyParameters(random));
        } catch (FlawException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static WitnessKey ofEd25519(String name, Ed25519PrivateKeyParameters key) {
        NoteKey publicKey = NoteKey.of(
                name, NoteKey.Kind.WITNESS_ED25519, key.generatePublicKey().getEncoded());
        try {
            // Without the optional public key and attributes: the form that OpenSSL writes.
            byte[] pkcs8 = new PrivateKeyInfo(
                            PrivateKeyInfoFactory.createPrivateKeyInfo(key).getPrivateKeyAlgorithm(),
                            new org.bouncycastle.asn1.DEROctetString(key.getEncoded()))
                    .getEncoded();
            return new WitnessKey(publicKey, Pem.write(Pem.PRIVATE_KEY, pkcs8), message -> {
                Ed25519Signer signer = new Ed25519Signer();
                signer.init(true, key);
                signer.update(message, 0, message.length);
                return signer.generateSignature();
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static WitnessKey ofSm2(String name, SealPrivateKey key) throws FlawException {
        if (key.suite() != Suite.SM) {
            throw malformed();
        }
        return new WitnessKey(
                NoteKey.of(name, NoteKey.Kind.WITNESS_SM2, key.publicKey().encoded()), key.pem(), key::sign);
    }

    /** The public half, to be given to logs and verifiers. */
    public NoteKey publicKey() {
        return publicKey;
    }

    /** PKCS#8 in PEM, unencrypted: only for files that nobody else can read. */
    public String pem() {
        return pem;
    }

    /** The cosignature over a checkpoint's text. */
    NoteLine cosign(byte[] text, Instant now) {
        long seconds = now.getEpochSecond();
        return publicKey.line(seconds, hand.sign(NoteKey.cosignedText(seconds, text)));
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.MALFORMED, "witness key");
    }

    @Override
    public String toString() {
        return "WitnessKey[" + publicKey + "]";
    }
}
