package org.anze.gateway.query;

import java.time.Instant;
import org.anze.gateway.record.DisclosedRecord;
import org.jspecify.annotations.Nullable;

/** Makes a proof bundle ({@code anze-proof/2}) of one record for one recipient. Safe for many threads. */
@FunctionalInterface
public interface ProofMaker {

    /**
     * The bundle with exactly the units that are disclosed; stands alone.
     *
     * @param watermark text that every rendition must show; null when none is demanded
     */
    byte[] prove(DisclosedRecord record, Asker asker, @Nullable String watermark, Instant now);
}
