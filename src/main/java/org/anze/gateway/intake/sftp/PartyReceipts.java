package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.SubmissionStatus;

/** Writes the receipts of one party's submissions when they are final, oldest first among those that are. */
final class PartyReceipts {

    /** Receipts looked after in one round; the others wait their turn. */
    private static final int ROUND = 50;

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Spool spool;
    private final ReceiptFiles files;
    private final IntakeDesk desk;

    PartyReceipts(Spool spool, ReceiptFiles files, IntakeDesk desk) {
        this.spool = spool;
        this.files = files;
        this.desk = desk;
    }

    /** Writes what can be written; returns whether some are still to come. */
    boolean write() throws IOException {
        List<Spool.Entry> notes = spool.pending();
        boolean waited = false;
        RuntimeException failure = null;
        for (Spool.Entry note : notes.subList(0, Math.min(ROUND, notes.size()))) {
            try {
                // One wait a round is enough to set its pace; the others are only looked at.
                waited |= !write(note, waited ? Duration.ZERO : PATIENCE);
            } catch (RuntimeException e) {
                // One submission in trouble does not keep the receipts of the others back.
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return !notes.isEmpty();
    }

    private boolean write(Spool.Entry note, Duration patience) throws IOException {
        SubmissionStatus status = desk.await(spool.submission(note), patience);
        if (!status.state().isFinal()) {
            return false;
        }
        files.write(note.name(), status);
        FaultPoints.before(Step.NOTE_REMOVE, IOException::new);
        spool.remove(note);
        FaultPoints.after(Step.NOTE_REMOVE, IOException::new);
        return true;
    }
}
