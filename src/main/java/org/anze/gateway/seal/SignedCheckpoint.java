package org.anze.gateway.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A checkpoint with its one signature: a C2SP signed note. Immutable. */
public final class SignedCheckpoint {

    private static final int MAX_CHARACTERS = 1024;
    private static final int KEY_ID_LENGTH = 4;
    private static final Pattern NOTE =
            Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\nsuite ([A-Z]+)\ntime ([^\n]+)\n\n"
                    + "\u2014 ([^ \n]+) ([^ \n]+)\n");

    private final Checkpoint checkpoint;
    private final String signer;
    private final byte[] keyId;
    private final byte[] signature;
    /** Whose signature it is known to be: one checkpoint goes into the parcels of many recipients. */
    private volatile @Nullable SealVerifierKey verifiedBy;

    SignedCheckpoint(Checkpoint checkpoint, String signer, byte[] keyId, byte[] signature) {
        this.checkpoint = checkpoint;
        this.signer = signer;
        this.keyId = keyId;
        this.signature = signature;
    }

    /**
     * Reads a note; the signature is not verified yet.
     *
     * @throws FlawException {@link Flaw#CHECKPOINT_MALFORMED} for anything but exactly the form that {@link #note}
     * writes
     */
    public static SignedCheckpoint parse(String note) throws FlawException {
        Matcher lines = NOTE.matcher(note);
        if (note.length() > MAX_CHARACTERS || !lines.matches()) {
            throw malformed();
        }
        try {
            byte[] line = Base64Text.decode(lines.group(7), "checkpoint");
            Checkpoint checkpoint = new Checkpoint(
                    lines.group(1),
                    Long.parseLong(lines.group(2)),
                    Base64Text.decodeHash(lines.group(3), "checkpoint"),
                    Suite.byName(lines.group(4)).orElseThrow(SignedCheckpoint::malformed),
                    SealTime.parse(lines.group(5), "checkpoint"));
            if (line.length > KEY_ID_LENGTH && Checkpoint.isName(lines.group(6))) {
                return new SignedCheckpoint(
                        checkpoint,
                        lines.group(6),
                        Arrays.copyOf(line, KEY_ID_LENGTH),
                        Arrays.copyOfRange(line, KEY_ID_LENGTH, line.length));
            }
        } catch (IllegalArgumentException | FlawException impossibleValue) {
            throw malformed();
        }
        throw malformed();
    }

    /** As {@link #parse(String)}, from the bytes of a file or an HTTP body. */
    public static SignedCheckpoint parse(byte[] note) throws FlawException {
        return parse(new String(note, StandardCharsets.UTF_8));
    }

    /**
     * Checks that this signer signed it and may speak for its ledger.
     *
     * @throws FlawException naming what does not fit
     */
    public void verify(SealVerifierKey key) throws FlawException {
        if (checkpoint.suite() != key.suite()) {
            throw new FlawException(Flaw.SUITE_MISMATCH, "checkpoint");
        }
        boolean known = signer.equals(key.name())
                && Arrays.equals(keyId, key.publicKey().keyId(signer))
                && key.maySpeakFor(checkpoint.origin());
        if (!known) {
            throw new FlawException(Flaw.SIGNER_UNKNOWN, "checkpoint");
        }
        if (!key.verify(checkpoint.text(), signature)) {
            throw new FlawException(Flaw.CHECKPOINT_SIGNATURE_WRONG, "checkpoint");
        }
    }

    /**
     * For who is about to put it into a document of this signer: no verifier would accept another key's.
     *
     * @throws IllegalArgumentException when {@link #verify} would refuse it
     */
    public void requireSignedBy(SealVerifierKey key) {
        if (key.equals(verifiedBy)) {
            return;
        }
        try {
            verify(key);
            verifiedBy = key;
        } catch (FlawException another) {
            throw new IllegalArgumentException("the checkpoint is not signed by " + key.name(), another);
        }
    }

    /** The checkpoint; to be believed only after {@link #verify}. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The name in the signature line. */
    public String signer() {
        return signer;
    }

    /** The signature in DER, without the key id. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The whole note: signed text, empty line, signature line. */
    public String note() {
        byte[] line = Arrays.copyOf(keyId, KEY_ID_LENGTH + signature.length);
        System.arraycopy(signature, 0, line, KEY_ID_LENGTH, signature.length);
        return new String(checkpoint.text(), StandardCharsets.UTF_8) + "\n\u2014 " + signer + " "
                + Base64Text.encode(line) + "\n";
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.CHECKPOINT_MALFORMED, "checkpoint");
    }
}
