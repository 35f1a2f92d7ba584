package org.anze.gateway.intake;

import java.util.List;
import org.anze.gateway.intake.Arrival.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The second receipts: a submission of which records had to wait gets one when the last of them is settled. Channels that
 * bring receipts to the sender hand them over from here; who asks for the status of a submission finds it there as well.
 *
 * <p>A receipt stays open until its channel says that it was handed over, so a crash in between hands it over twice and never
 * not at all. Safe for many threads.
 */
public interface SupplementaryReceipts {

    /**
     * Receipts of a channel that were not handed over yet, oldest submission first.
     *
     * @param after number of the last one that was looked at, 0 to begin with
     */
    List<Supplement> open(Channel channel, long after, int limit);

    /** Notes that the sender has it. */
    void handedOver(Supplement supplement);

    /**
     * Rings after a receipt was made, on the gateway's own thread: the bell returns at once. A receipt may also be made
     * without it, when an answer of the store was lost; whoever hands over looks from time to time.
     */
    void whenMade(Runnable bell);

    /**
     * @param number internal number of the submission
     * @param submission its public id
     * @param messageId the sender's own id
     * @param fileName file name for files
     * @param receipt signed, canonical JSON
     */
    record Supplement(
            long number,
            String submission,
            String party,
            String messageId,
            @Nullable String fileName,
            byte[] receipt) {}
}
