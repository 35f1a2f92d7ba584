package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.DryRunReport;
import org.anze.gateway.intake.DryRuns;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Hands the spooled files of one party to the intake desk in the order of their arrival.
 *
 * <p>Crash safe by order: a file leaves the spool only after the desk has it and a note about its receipt is durable; the
 * note goes only after the receipt is durable. A crash in between repeats the step, which does no harm, for the desk
 * answers the same bytes with the same submission.
 */
final class PartyDrop {

    /** Then the next party has the thread: a folder of ten thousand files holds up nobody else's one. */
    private static final int MOST_IN_A_STEP = 50;

    private final Spool spool;
    private final ReceiptFiles receipts;
    private final IntakeDesk desk;
    private final Supplier<Party> party;
    private final Runnable receiptDue;

    /**
     * @param party the party as its file describes it now; throws when its file is broken
     * @param receiptDue told after a submission was received; must return at once
     */
    PartyDrop(Spool spool, ReceiptFiles receipts, IntakeDesk desk, Supplier<Party> party, Runnable receiptDue) {
        this.spool = spool;
        this.receipts = receipts;
        this.desk = desk;
        this.party = party;
        this.receiptDue = receiptDue;
    }

    /** Hands over the first of what waits; returns whether there is more, or something may have come meanwhile. */
    boolean handOver() throws IOException {
        List<Spool.Entry> waiting = spool.waiting();
        for (Spool.Entry entry : waiting.subList(0, Math.min(MOST_IN_A_STEP, waiting.size()))) {
            handOver(entry);
        }
        return !waiting.isEmpty();
    }

    private void handOver(Spool.Entry entry) throws IOException {
        boolean tried = FileNames.isTry(entry.name());
        SubmissionStatus status;
        try (InputStream content = Files.newInputStream(entry.path())) {
            Party sender = party.get();
            Optional<byte[]> signature = spool.signature(entry);
            if (!Files.exists(entry.path())) {
                // Another node handed it over, and takes its signature away after it.
                return;
            }
            Arrival arrival = new Arrival(
                    sender,
                    Arrival.Channel.SFTP,
                    entry.name(),
                    entry.name(),
                    mapping(sender, entry.name()),
                    tried,
                    signature.map(PresentedSignature::ofFile).orElse(null));
            if (tried) {
                DryRunReport report = DryRuns.of(desk)
                        .tryOut(arrival, content, extension -> receipts.triedFix(entry.name(), extension));
                receipts.tried(entry.name(), report.toJson());
                spool.remove(entry);
                return;
            }
            status = desk.receive(arrival, content);
        } catch (SenderMustCorrect refusal) {
            receipts.write(entry.name(), refusal.finding());
            spool.remove(entry);
            return;
        }
        spool.received(entry, status.id());
        receiptDue.run();
    }

    private static @Nullable String mapping(Party sender, String name) {
        Party.SftpDrop drop = sender.intake() == null ? null : sender.intake().sftp();
        if (drop == null) {
            throw new SenderMustCorrect(SftpProblem.DROP_CLOSED, Location.WHOLE);
        }
        if (drop.files() == null || drop.files().isEmpty()) {
            return null;
        }
        return FileNames.mapping(drop.files(), name)
                .orElseThrow(() -> new SenderMustCorrect(SftpProblem.NO_MAPPING, Location.WHOLE));
    }

    /** Files that were taken and not handed over yet. */
    int waiting() throws IOException {
        return spool.waiting().size();
    }
}
