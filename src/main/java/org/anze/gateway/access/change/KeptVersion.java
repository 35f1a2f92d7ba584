package org.anze.gateway.access.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text that is or was in force.
 *
 * @param agreement id, the file name without its extension
 * @param digest of the text, under the hash of the ledger's suite; hexadecimal
 * @param manner how it came into force
 * @param proposedBy the first person; null when nobody was asked (baseline, narrowed)
 * @param approvedBy the second person; null likewise
 * @param endedAt null while it is in force
 */
public record KeptVersion(
        String party,
        String agreement,
        int version,
        String digest,
        Manner manner,
        @Nullable String proposedBy,
        @Nullable String approvedBy,
        Instant inForceAt,
        @Nullable Instant endedAt) {

    /** How a text came into force. Names are stored: they are never changed. */
    public enum Manner {
        /** Delivered with the gateway or found at its very first start. */
        BASELINE("首次启动时的文件", "found at the first start"),
        /** Gives nobody anything that was not given before. */
        NARROWED("收窄或撤销，即时生效", "narrowed or revoked, at once"),
        /** Two people agreed. */
        APPROVED("两人批准", "approved by two people");

        private final String zh;
        private final String en;

        Manner(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /** Chinese words for screens. */
        public String zh() {
            return zh;
        }

        /** English words for screens. */
        public String en() {
            return en;
        }
    }
}
