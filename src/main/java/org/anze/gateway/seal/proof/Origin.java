package org.anze.gateway.seal.proof;

import java.util.Arrays;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.SubmissionSalt;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's submission was bound with (§5), for those who may know the submission's bytes. Arrays are handed over.
 *
 * @param rawDigest H of the bytes as received
 * @param salt of the submission
 * @param evidence the provider's own signature as received; null when it did not sign
 */
public record Origin(byte[] rawDigest, byte[] salt, byte @Nullable [] evidence) {

    /** Whether the entry is bound to exactly this. */
    public boolean fits(Suite suite, EntryHeader header) {
        if (!Arrays.equals(SubmissionSalt.raw(suite, salt, rawDigest), header.raw())
                || (evidence == null) != (header.origin() == null)) {
            return false;
        }
        return evidence == null
                || header.origin() == null
                || Arrays.equals(
                        SubmissionSalt.evidence(suite, salt, suite.hash(evidence)),
                        header.origin().commitment());
    }

    static Origin read(Object value, Suite suite, EntryHeader header) throws FlawException {
        JsonFields fields = JsonFields.of(value, "evidence.origin", "evidence", "rawDigest", "salt");
        Origin origin = new Origin(
                fields.hash("rawDigest"),
                fields.hash("salt"),
                fields.value("evidence") == null ? null : fields.bytes("evidence"));
        if (!origin.fits(suite, header)) {
            throw new FlawException(Flaw.ORIGIN_DIFFERS, "evidence.origin");
        }
        return origin;
    }
}
