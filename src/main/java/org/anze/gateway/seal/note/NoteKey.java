package org.anze.gateway.seal.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
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

/**
 * Somebody's public key as a vkey (C2SP signed-note, section Verifier keys): of a log or of a witness. Immutable and safe for
 * several threads.
 */
public final class NoteKey {

    private static final HexFormat HEX = HexFormat.of();
    private static final int TIMESTAMP_LENGTH = 8;

    /** Characters of Base64 that only the key id decides. */
    private static final int KEY_ID_CHARACTERS = 5;

    /** What a key signs, and how. */
    public enum Kind {
        /** A log's Ed25519 signature over the note's text; type 0x01. */
        LOG_ED25519(0x01, ""),
        /** A log's SM2 signature; type 0xff with the identifier of docs/spec/seal-v1.md §3. */
        LOG_SM2(0xff, "anze-sm2-sm3-v1"),
        /** A log's ECDSA P-256 signature; type 0xff likewise. */
        LOG_ECDSA(0xff, "anze-ecdsa-p256-sha256-v1"),
        /** A witness's cosignature/v1 (C2SP tlog-cosignature); type 0x04. */
        WITNESS_ED25519(0x04, ""),
        /** The same with SM2 (docs/spec/witness.md §3); type 0xff. */
        WITNESS_SM2(0xff, "anze-sm2-sm3-cosignature-v1");

        private final byte[] type;

        Kind(int type, String identifier) {
            byte[] name = identifier.getBytes(StandardCharsets.US_ASCII);
            this.type = ByteBuffer.allocate(1 + name.length)
                    .put((byte) type)
                    .put(name)
                    .array();
        }

        /** Whether it signs as a witness, with a time. */
        public boolean isWitness() {
            return this == WITNESS_ED25519 || this == WITNESS_SM2;
        }

        private boolean isEd25519() {
            return this == LOG_ED25519 || this == WITNESS_ED25519;
        }

        private boolean begins(byte[] material) {
            return material.length > type.length && Arrays.equals(type, 0, type.length, material, 0, type.length);
        }
    }

    private final String name;
    private final Kind kind;
    private final byte[] material;
    private final byte[] keyId;
    private final @Nullable Ed25519PublicKeyParameters ed25519;
    private final @Nullable SealPublicKey seal;

    private NoteKey(String name, Kind kind, byte[] publicKey) throws FlawException {
        if (!Checkpoint.isName(name)) {
            throw malformed();
        }
        this.name = name;
        this.kind = kind;
        this.material = ByteBuffer.allocate(kind.type.length + publicKey.length)
                .put(kind.type)
                .put(publicKey)
                .array();
        this.keyId = keyId(name, material);
        if (kind.isEd25519()) {
            this.ed25519 = ed25519(publicKey);
            this.seal = null;
        } else {
            this.ed25519 = null;
            this.seal = SealPublicKey.of(publicKey);
            if (seal.suite() != (kind == Kind.LOG_ECDSA ? Suite.INTL : Suite.SM)) {
                throw malformed();
            }
        }
    }

    /** Reads {@code <name>+<key id in hexadecimal>+<Base64 of type and key>}. */
    public static NoteKey parse(String vkey) throws FlawException {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw malformed();
        }
        byte[] material = Base64Text.decode(parts[2], "vkey");
        for (Kind kind : Kind.values()) {
            if (kind.begins(material)) {
                NoteKey key =
                        new NoteKey(parts[0], kind, Arrays.copyOfRange(material, kind.type.length, material.length));
                if (HEX.formatHex(key.keyId).equals(parts[1])) {
                    return key;
                }
            }
        }
        throw malformed();
    }

    /** The key that signs the checkpoints of a gateway, as its sealing certificate has it. */
    public static NoteKey ofLog(String name, SealPublicKey key) {
        return of(name, key.suite() == Suite.SM ? Kind.LOG_SM2 : Kind.LOG_ECDSA, key.encoded());
    }

    /**
     * A key of our own making.
     *
     * @param publicKey as the kind has it behind its type
     * @throws IllegalArgumentException when it is no key of that kind, or the name is none for one
     */
    public static NoteKey of(String name, Kind kind, byte[] publicKey) {
        try {
            return new NoteKey(name, kind, publicKey);
        } catch (FlawException e) {
            throw new IllegalArgumentException("no key of that kind, or no name for one", e);
        }
    }

    private static Ed25519PublicKeyParameters ed25519(byte[] publicKey) throws FlawException {
        try {
            if (publicKey.length == Ed25519PublicKeyParameters.KEY_SIZE
                    && Ed25519.validatePublicKeyFull(publicKey, 0)) {
                return new Ed25519PublicKeyParameters(publicKey);
            }
        } catch (IllegalArgumentException noPoint) {
            throw malformed();
        }
        throw malformed();
    }

    /** The key's name. */
    public String name() {
        return name;
    }

    /** What it signs, and how. */
    public Kind kind() {
        return kind;
    }

    /** The text that {@link #parse} reads. */
    public String vkey() {
        return name + "+" + HEX.formatHex(keyId) + "+" + Base64Text.encode(material);
    }

    /** What every signature line of this key begins with, and with near certainty no other's: 30 bits of the key id. */
    public String lineStart() {
        return NoteLine.DASH + name + " " + Base64Text.encode(keyId).substring(0, KEY_ID_CHARACTERS);
    }

    /** Whether the line names this key. */
    public boolean isNamedBy(NoteLine line) {
        return isNamedBy(line.name(), line.keyId());
    }

    /** Whether a line with this name and key id names this key. */
    public boolean isNamedBy(String lineName, byte[] lineKeyId) {
        return lineName.equals(name) && Arrays.equals(lineKeyId, keyId);
    }

    /** Whether this log's tree may be hashed with the suite's function: one log has one suite for life. */
    public boolean mayHash(Suite suite) {
        return suite == (kind == Kind.LOG_SM2 ? Suite.SM : Suite.INTL);
    }

    /** Whether the line is this log's signature over a note's text. */
    public boolean signed(byte[] text, NoteLine line) {
        return !kind.isWitness() && isNamedBy(line) && verify(text, line.signature());
    }

    /**
     * Checks a cosignature over a note's text.
     *
     * @return when the witness says that it signed, cut to seconds
     * @throws FlawException when it is not this witness's over this text
     */
    public Instant cosigned(byte[] text, NoteLine line) throws FlawException {
        if (!kind.isWitness() || !isNamedBy(line)) {
            throw new FlawException(Flaw.SIGNER_UNKNOWN, "cosignature");
        }
        byte[] signature = line.signature();
        if (signature.length <= TIMESTAMP_LENGTH) {
            throw new FlawException(Flaw.CHECKPOINT_MALFORMED, "cosignature");
        }
        long seconds = ByteBuffer.wrap(signature).getLong();
        boolean timed = seconds > 0 && seconds <= Instant.MAX.getEpochSecond();
        byte[] rest = Arrays.copyOfRange(signature, TIMESTAMP_LENGTH, signature.length);
        if (!timed || !cosigned(seconds, text, rest)) {
            throw new FlawException(Flaw.CHECKPOINT_SIGNATURE_WRONG, "cosignature");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /**
     * Whether this witness signed a note's text at this time.
     *
     * @param seconds since 1970
     * @param signature what follows the time in its line
     */
    public boolean cosigned(long seconds, byte[] text, byte[] signature) {
        return kind.isWitness() && verify(cosignedText(seconds, text), signature);
    }

    /**
     * The line of a cosignature made with the private half.
     *
     * @param seconds since 1970
     * @param signature over {@link #cosignedText}
     */
    public NoteLine line(long seconds, byte[] signature) {
        return new NoteLine(
                name,
                keyId,
                ByteBuffer.allocate(TIMESTAMP_LENGTH + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array());
    }

    /**
     * The bytes that a witness signs (C2SP tlog-cosignature, section Ed25519 signed message).
     *
     * @param seconds since 1970
     */
    public static byte[] cosignedText(long seconds, byte[] text) {
        byte[] head = ("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + text.length)
                .put(head)
                .put(text)
                .array();
    }

    private boolean verify(byte[] message, byte[] signature) {
        if (ed25519 != null) {
            // The second as in seal-v1 §13: what is kept must be what every verifier accepts.
            if (signature.length != Ed25519PublicKeyParameters.KEY_SIZE * 2
                    || !Ed25519.validatePublicKeyFull(signature, 0)) {
                return false;
            }
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, ed25519);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        }
        return seal != null && seal.verify(message, signature);
    }

    private static byte[] keyId(String name, byte[] material) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return Arrays.copyOf(digest.digest(material), NoteLine.KEY_ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.MALFORMED, "vkey");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteKey key && key.vkey().equals(vkey());
    }

    @Override
    public int hashCode() {
        return vkey().hashCode();
    }

    @Override
    public String toString() {
        return vkey();
    }
}
