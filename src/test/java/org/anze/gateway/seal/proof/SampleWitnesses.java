package org.anze.gateway.seal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
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

    /**
     * A line whose R has a part of order 2: (x, y) plus the point (0, -1) is (-x, -y). Verifiers that multiply by an even number
     * before they compare accept it, others do not.
     */
    static String outsideTheSubgroup(Ed25519 witness, byte[] text, String label) {
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        Ed25519PrivateKeyParameters once = ((Ed25519) ed25519(label)).secret();
        byte[] point = once.generatePublicKey().getEncoded();
        boolean odd = point[31] < 0;
        point[31] &= 0x7f;
        byte[] r = little(p.subtract(number(point)));
        r[31] |= (byte) (odd ? 0 : 0x80);
        byte[] message = join(("cosignature/v1\ntime " + TIME + "\n").getBytes(UTF_8), text);
        byte[] publicKey = witness.secret().generatePublicKey().getEncoded();
        BigInteger k = number(sha512(join(join(r, publicKey), message)));
        BigInteger s = scalar(once).add(k.multiply(scalar(witness.secret()))).mod(order);
        return witness.line(TIME, join(r, little(s)));
    }

    private static BigInteger scalar(Ed25519PrivateKeyParameters secret) {
        byte[] half = Arrays.copyOf(sha512(secret.getEncoded()), 32);
        half[0] &= (byte) 0xf8;
        half[31] = (byte) (half[31] & 0x7f | 0x40);
        return number(half);
    }

    private static byte[] sha512(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static BigInteger number(byte[] little) {
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    private static byte[] little(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
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
