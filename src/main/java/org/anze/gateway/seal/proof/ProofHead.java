package org.anze.gateway.seal.proof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For whom a proof bundle was made, and why.
 *
 * @param ledger origin of the ledger
 * @param recipient party id
 * @param preparedAt when it was prepared; the sealing certificate must be valid then
 * @param purpose code of the purpose for which the record was given; null when the agreement's own
 * @param watermark text that every rendition of this answer shows; null when none is demanded
 */
public record ProofHead(
        String ledger,
        String recipient,
        Instant preparedAt,
        @Nullable String purpose,
        @Nullable String watermark) {}
