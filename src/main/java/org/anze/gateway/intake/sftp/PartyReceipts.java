package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.SubmissionStatus;

/** Writes the receipts of one party's submissions when they are final, oldest first in each round. For one thread at a time. */
final class PartyReceipts {

    /** Receipts looked after in one round; the others wait their turn. */
    private static final int ROUND = 50;

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Spool spool;
    private final ReceiptFiles files;
    private final IntakeDesk desk;
    /** Of the notes, how many are passed over in the next round: what takes long does not keep the others waiting. */
    private int passed;

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
        int from = Math.min(passed, notes.size());
        int to = Math.min(from + ROUND, notes.size());
        passed = from;
        for (Spool.Entry note : notes.subList(from, to)) {
            boolean written = false;
            try {
                // One wait a round is enough to set its pace; the others are only looked at.
                written = write(note, waited ? Duration.ZERO : PATIENCE);
                waited |= !written;
            } catch (RuntimeException e) {
                // One submission in trouble does not keep the receipts of the others back.
                failure = e;
            }
            passed += written ? 0 : 1;
        }
        if (to == notes.size()) {
            passed = 0;
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
