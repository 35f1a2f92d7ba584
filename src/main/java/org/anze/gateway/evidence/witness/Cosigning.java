package org.anze.gateway.evidence.witness;

import java.time.Instant;
import org.anze.gateway.seal.note.NoteLine;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a witness.
 *
 * @param line the verified cosignature; null unless {@link Outcome#COSIGNED}
 * @param time when the witness says that it signed; null likewise
 * @param detail what the witness or the network said, for operators; may be empty
 */
public record Cosigning(
        Outcome outcome, @Nullable NoteLine line, @Nullable Instant time, String detail) {

    /** Every end that asking a witness can have. */
    public enum Outcome {
        /** It cosigned. */
        COSIGNED("已见证", "cosigned", false),
        /** No usable answer; asked again later. */
        UNREACHABLE("无应答", "no usable answer", false),
        /** It does not know this ledger (404): its operator has to enter our key. */
        UNKNOWN_LOG("见证方未登记本台账", "the witness does not know this ledger", false),
        /** It has another key for this ledger (403). */
        UNKNOWN_KEY("见证方登记的公钥不同", "the witness has another key of this ledger", false),
        /**
         * It has seen another ledger under our name: the ledger was rewritten or forked, or somebody else signs with its key.
         */
        INCONSISTENT("台账与见证方所见不一致", "the witness has seen another ledger under this name", true),
        /** It has seen a larger ledger than ours: entries were lost, for example by restoring an old backup. */
        WITNESS_AHEAD("见证方见过更大的台账", "the witness has seen a larger ledger", true),
        /** It remembers less than it cosigned: its memory was put back, and it would cosign a rewritten ledger. */
        WITNESS_FORGOT("见证方忘记了它会签过的检查点", "the witness forgot what it cosigned", true);

        private final String zh;
        private final String en;
        private final boolean alarm;

        Outcome(String zh, String en, boolean alarm) {
            this.zh = zh;
            this.en = en;
            this.alarm = alarm;
        }

        /** Chinese name for screens. */
        public String zh() {
            return zh;
        }

        /** English name for screens. */
        public String en() {
            return en;
        }

        /** Whether the ledger itself is in doubt, so that somebody has to look at once. */
        public boolean isAlarm() {
            return alarm;
        }
    }

    static Cosigning failed(Outcome outcome, String detail) {
        return new Cosigning(outcome, null, null, detail);
    }
}
