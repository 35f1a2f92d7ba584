package org.anze.gateway.seal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealPrivateKey;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Witnesses of the samples, written from §13. */
final class SampleWitnesses {

    static final long TIME = 1_795_311_010L;

    private SampleWitnesses() {}

    /** A witness with a key of either kind. */
    interface Witness {
        String name();

        byte[] key();

        byte[] sign(byte[] message);

        default byte[] keyId() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update((name() + "\n").getBytes(US_ASCII));
                return Arrays.copyOf(digest.digest(key()), 4);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        default String vkey() {
            return name() + "+" + HexFormat.of().formatHex(keyId()) + "+" + Base64Text.encode(key());
        }

        default String cosign(byte[] text) {
            return line(TIME, sign(join(("cosignature/v1\ntime " + TIME + "\n").getBytes(UTF_8), text)));
        }

        default String line(long seconds, byte[] signature) {
            byte[] bytes = ByteBuffer.allocate(12 + signature.length)
                    .put(keyId())
                    .putLong(seconds)
                    .put(signature)
                    .array();
            return "\u2014 " + name() + " " + Base64Text.encode(bytes);
        }
    }

    record Ed25519(String name, Ed25519PrivateKeyParameters secret) implements Witness {

        @Override
        public byte[] key() {
            return join(new byte[] {4}, secret.generatePublicKey().getEncoded());
        }

        @Override
        public byte[] sign(byte[] message) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, secret);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        }
    }

    record Sm2(String name, SealPrivateKey secret) implements Witness {

        @Override
        public byte[] key() {
            byte[] type = "_anze-sm2-sm3-cosignature-v1".getBytes(US_ASCII);
            type[0] = (byte) 0xff;
            return join(type, secret.publicKey().encoded());
        }

        @Override
        public byte[] sign(byte[] message) {
            return secret.sign(message);
        }
    }

    static Witness ed25519(String name) {
        return new Ed25519(name, new Ed25519PrivateKeyParameters(Suite.INTL.hash(name.getBytes(UTF_8))));
    }

    static Witness sm2(String name) {
        return new Sm2(name, SampleSeals.key(Suite.SM, name));
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
