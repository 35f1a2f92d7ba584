package org.anze.gateway.seal.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealPublicKey;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** A witness that a verifier knows (§13): Ed25519 or SM2. Immutable, safe for several threads. */
public final class WitnessKey {

    private static final Pattern VKEY = Pattern.compile("([!-*,-~]{1,64})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final byte[] SM2_TYPE = ("\0anze-sm2-sm3-cosignature-v1").getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_ID_LENGTH = 4;
    private static final int ED25519_TYPE = 4;
    private static final int ED25519_SIGNATURE_LENGTH = 64;

    static {
        SM2_TYPE[0] = (byte) 0xff;
    }

    private final String name;
    private final byte[] id;
    private final @Nullable Ed25519PublicKeyParameters ed25519;
    private final @Nullable SealPublicKey sm2;

    private WitnessKey(
            String name, byte[] id, @Nullable Ed25519PublicKeyParameters ed25519, @Nullable SealPublicKey sm2) {
        this.name = name;
        this.id = id;
        this.ed25519 = ed25519;
        this.sm2 = sm2;
    }

    /**
     * Reads a vkey.
     *
     * @throws FlawException when it is not one of a witness
     */
    public static WitnessKey of(String vkey) throws FlawException {
        Matcher parts = VKEY.matcher(vkey);
        if (!parts.matches()) {
            throw malformed();
        }
        byte[] key = Base64Text.decode(parts.group(3), "witness");
        byte[] id = keyId(parts.group(1), key);
        if (!HexFormat.of().formatHex(id).equals(parts.group(2))) {
            throw malformed();
        }
        if (key[0] == ED25519_TYPE && key.length == 1 + Ed25519PublicKeyParameters.KEY_SIZE) {
            return new WitnessKey(parts.group(1), id, ed25519(key), null);
        }
        if (key.length > SM2_TYPE.length && Arrays.equals(Arrays.copyOf(key, SM2_TYPE.length), SM2_TYPE)) {
            SealPublicKey sm2 = SealPublicKey.of(Arrays.copyOfRange(key, SM2_TYPE.length, key.length));
            if (sm2.suite() == Suite.SM) {
                return new WitnessKey(parts.group(1), id, null, sm2);
            }
        }
        throw malformed();
    }

    private static Ed25519PublicKeyParameters ed25519(byte[] key) throws FlawException {
        try {
            if (!Ed25519.validatePublicKeyFull(key, 1)) {
                throw malformed();
            }
            return new Ed25519PublicKeyParameters(key, 1);
        } catch (IllegalArgumentException noPoint) {
            throw malformed();
        }
    }

    private static byte[] keyId(String name, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(key), KEY_ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The witness's name. */
    public String name() {
        return name;
    }

    boolean made(Cosignature line) {
        return name.equals(line.name()) && Arrays.equals(id, line.keyId());
    }

    boolean verify(Cosignature line, Checkpoint checkpoint) {
        byte[] head = ("cosignature/v1\ntime " + line.seconds() + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] text = checkpoint.text();
        byte[] message = ByteBuffer.allocate(head.length + text.length)
                .put(head)
                .put(text)
                .array();
        if (sm2 != null) {
            return sm2.verify(message, line.signature());
        }
        // Verifiers differ on points outside of the prime-order subgroup, so that a witness could make them disagree.
        if (line.signature().length != ED25519_SIGNATURE_LENGTH
                || !Ed25519.validatePublicKeyFull(line.signature(), 0)) {
            return false;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, ed25519);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(line.signature());
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.MALFORMED, "witness");
    }
}
