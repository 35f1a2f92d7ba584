package org.anze.gateway.evidence;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.evidence.stamp.Stamp;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.proof.Assurance;
import org.jspecify.annotations.Nullable;

/** What others have signed about the ledger's checkpoints. Safe for several threads. */
public interface CheckpointEvidence {

    /**
     * The evidence for the first {@code size} entries: of the checkpoints that cover them the one with the highest assurance,
     * and among those the smallest, which is the oldest. While none is stamped or cosigned, the newest checkpoint by itself.
     *
     * @param size number of entries that must be covered: for one entry its index + 1
     * @throws IllegalArgumentException when the ledger has fewer entries
     */
    Evidence of(long size);

    /** The newest checkpoint that a witness cosigned; empty while there is none. */
    Optional<Evidence> lastCosigned();

    /**
     * A checkpoint and who vouches for it besides the gateway.
     *
     * @param checkpoint covers at least the entries asked for
     * @param stamp null while no authority has stamped it
     * @param cosignatures signature lines of witnesses without line feeds, in order of the witnesses' names; verified
     */
    record Evidence(SignedCheckpoint checkpoint, @Nullable Stamp stamp, List<String> cosignatures) {

        /** Copies the list. */
        public Evidence {
            cosignatures = List.copyOf(cosignatures);
        }

        /** The note with the lines of the witnesses behind the gateway's: C2SP tlog-checkpoint with several signatures. */
        public String note() {
            StringBuilder note = new StringBuilder(checkpoint.note());
            cosignatures.forEach(line -> note.append(line).append('\n'));
            return note.toString();
        }

        /** 1 sealed, 2 stamped, 3 stamped and cosigned. A cosignature without a stamp does not raise it. */
        public int assurance() {
            return Assurance.of(stamp != null, cosignatures.size()).level();
        }
    }
}
