package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.Verdict;
import org.jspecify.annotations.Nullable;

/** What a verifier found in a proof bundle. */
public sealed interface ProofVerdict {

    /**
     * Everything holds.
     *
     * @param signer name in the sealing certificate
     * @param checkpoint the signed state of the ledger that the entry was proved against
     * @param units how many units are given, masked and withheld
     * @param withheld names of the withheld units
     * @param assurance what this verifier itself confirmed
     * @param stampedAt the time of the stamp; null without one
     * @param witnesses names of the witnesses whose cosignatures were verified
     * @param origin what the submission was bound with; null when the recipient may not know it
     */
    record Verified(
            ProofHead head,
            String signer,
            Checkpoint checkpoint,
            EntryHeader header,
            Verdict.Entries units,
            List<String> withheld,
            List<Agreement> agreements,
            Assurance assurance,
            @Nullable Instant stampedAt,
            List<String> witnesses,
            @Nullable Origin origin)
            implements ProofVerdict {}

    /**
     * What is wrong, in the order of §14.
     *
     * @param where path or offset; empty for the document as a whole
     */
    record Failed(Flaw flaw, String where) implements ProofVerdict {}
}
