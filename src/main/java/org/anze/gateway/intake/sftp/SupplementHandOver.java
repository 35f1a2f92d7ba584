package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.anze.gateway.intake.Arrival.Channel;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.intake.SupplementaryReceipts.Supplement;

/** Puts the second receipts of files beside their first ones. For one thread at a time. */
final class SupplementHandOver {

    private static final int ROUND = 100;

    private final SupplementaryReceipts supplements;
    private final Function<String, ReceiptFiles> folders;

    /** @param folders party id → where its receipts go */
    SupplementHandOver(SupplementaryReceipts supplements, Function<String, ReceiptFiles> folders) {
        this.supplements = supplements;
        this.folders = folders;
    }

    /** Hands over what is open; returns whether there may be more. */
    boolean handOver() throws IOException {
        List<Supplement> open = supplements.open(Channel.SFTP, 0, ROUND);
        for (Supplement supplement : open) {
            String name = supplement.fileName() == null ? supplement.submission() : supplement.fileName();
            folders.apply(supplement.party()).supplement(name, supplement.receipt());
            supplements.handedOver(supplement);
        }
        return open.size() == ROUND;
    }
}
