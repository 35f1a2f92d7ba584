package org.anze.gateway.seal.parcel;

import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.jspecify.annotations.Nullable;

/** What a verifier found. */
public sealed interface Verdict {

    /**
     * Everything holds.
     *
     * @param head recipient, number, ledger and time of preparation, as signed
     * @param signer name in the sealing certificate
     * @param checkpoint the signed state of the ledger that the entries were proved against
     * @param statement reason code of an empty replacement; null otherwise
     * @param withheld by record type, the units that at least one of its entries does not give
     * @param renditions the files that were compared with the manifest
     */
    record Verified(
            ParcelHead head,
            String signer,
            Checkpoint checkpoint,
            @Nullable String statement,
            Entries entries,
            Map<String, List<String>> withheld,
            List<Agreement> agreements,
            List<Withdrawal> withdrawals,
            List<Rendition> renditions)
            implements Verdict {}

    /**
     * What is wrong, in the order the specification checks.
     *
     * @param where path, offset or file name; empty for the document as a whole
     */
    record Failed(Flaw flaw, String where) implements Verdict {}

    /**
     * What is proved about the entries.
     *
     * @param count number of entries
     * @param firstIndex ledger position of the first; -1 when there is none
     * @param lastIndex ledger position of the last; -1 when there is none
     * @param byType number of entries by record type
     * @param given units whose original value is proved
     * @param masked units with a value that the gateway states
     * @param withheld units of which only the place is kept
     */
    record Entries(
            long count,
            long firstIndex,
            long lastIndex,
            Map<String, Long> byType,
            long given,
            long masked,
            long withheld) {}

    /** Whether everything holds. */
    default boolean verified() {
        return this instanceof Verified;
    }
}
