package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /**
     * Hands over what is open.
     *
     * @throws IOException after all of it, when one could not be written: its folder keeps nobody else's receipts back
     */
    void handOver() throws IOException {
        IOException failure = null;
        List<Supplement> open = supplements.open(Channel.SFTP, 0, ROUND);
        while (!open.isEmpty()) {
            for (Supplement supplement : open) {
                try {
                    handOver(supplement);
                } catch (IOException e) {
                    failure = e;
                } catch (UncheckedIOException e) {
                    failure = e.getCause();
                }
            }
            open = supplements.open(Channel.SFTP, open.get(open.size() - 1).number(), ROUND);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void handOver(Supplement supplement) throws IOException {
        String name = supplement.fileName() == null ? supplement.submission() : supplement.fileName();
        folders.apply(supplement.party()).supplement(name, supplement.receipt());
        supplements.handedOver(supplement);
    }
}
