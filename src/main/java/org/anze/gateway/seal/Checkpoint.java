package org.anze.gateway.seal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of a ledger at one size: the text of a C2SP tlog-checkpoint with two extension lines, {@code suite} and
 * {@code time}.
 *
 * @param origin name of the ledger
 * @param size number of entries
 * @param root Merkle tree hash of the entries (RFC 9162 §2.1.1), 32 bytes
 * @param time when the checkpoint was made, cut to milliseconds
 */
public record Checkpoint(String origin, long size, byte[] root, Suite suite, Instant time) {

    /** What can stand in a signature line: printable ASCII without space and plus sign, at most 64 characters. */
    private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,64}");

    /** @throws IllegalArgumentException for an impossible name, size or root */
    public Checkpoint {
        requireName(origin);
        if (size < 0 || size > CanonicalJson.MAX_INTEGER || root.length != Suite.HASH_LENGTH) {
            throw new IllegalArgumentException("not a checkpoint: size " + size + ", root of " + root.length);
        }
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether this may be the name of a ledger or a signer. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a ledger or signer needs a name of printable ASCII without spaces");
        }
        return name;
    }

    /** The signed bytes: five lines, each with its line feed. */
    public byte[] text() {
        return Pem.utf8(origin + "\n" + size + "\n" + Base64Text.encode(root) + "\nsuite " + suite + "\ntime "
                + SealTime.write(time) + "\n");
    }

    /**
     * Signs the checkpoint. The caller sees to it that it never signs two that contradict each other.
     *
     * @throws IllegalArgumentException when the signer has another suite or may not speak for this ledger
     */
    public SignedCheckpoint sign(Signer signer) {
        boolean fits =
                signer.suite() == suite && new SealVerifierKey(signer.name(), signer.publicKey()).maySpeakFor(origin);
        if (!fits) {
            throw new IllegalArgumentException(signer.name() + " may not sign for " + origin + " in " + suite);
        }
        return new SignedCheckpoint(this, signer.name(), signer.publicKey().keyId(signer.name()), signer.sign(text()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint that && Arrays.equals(text(), that.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, size);
    }
}
