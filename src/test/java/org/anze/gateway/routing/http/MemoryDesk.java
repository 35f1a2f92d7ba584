package org.anze.gateway.routing.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.admission.AdmissionProblem;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/**
 * A desk in memory. Words in the content make it misbehave: REFUSE (the whole is refused), REJECT (one record is), UNFINISHED
 * (stays in processing), BUSY (try again later), TOO OFTEN (try again after 6.1 s), BUG (fails), HOLD (waits until {@link #letGo}).
 */
public final class MemoryDesk implements IntakeDesk, SubmissionLookup, Rejects {

    private final List<Taken> taken = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** A submission as the adapter handed it over. */
    public record Taken(Arrival arrival, byte[] content, SubmissionStatus status) {
        /** Its bytes as UTF-8. */
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** From now on HOLD waits; {@code arrivals} of them can be awaited. */
    public void hold(int arrivals) {
        held = new CountDownLatch(arrivals);
        gate = new CountDownLatch(1);
    }

    /** Waits until as many as expected are held. */
    public boolean awaitHeld() throws InterruptedException {
        return held.await(10, TimeUnit.SECONDS);
    }

    /** Lets the held ones go. */
    public void letGo() {
        gate.countDown();
    }

    /** The newest submission with this message id. */
    public synchronized Optional<Taken> byMessageId(String messageId) {
        return taken.stream()
                .filter(each -> each.arrival().messageId().equals(messageId))
                .findFirst();
    }

    /** The newest one that was new. */
    public synchronized Taken newest() {
        return taken.get(taken.size() - 1);
    }

    /** How many were new. */
    public synchronized int count() {
        return taken.size();
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        if (arrival.messageId().startsWith("full-")) {
            throw TryAgainLater.after(Duration.ofSeconds(3), AdmissionProblem.GATEWAY_IS_FULL, 3);
        }
        byte[] content;
        try {
            content = body.readAllBytes();
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        } catch (RuntimeException e) {
            // A real desk may wrap what comes up through its store.
            throw new IllegalStateException("reading failed", e);
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (content.length == 0) {
            throw new SenderMustCorrect(IntakeProblem.EMPTY, Location.WHOLE);
        }
        if (text.contains("BUSY")) {
            throw new TryAgainLater(IntakeProblem.BUSY, null);
        }
        if (text.contains("TOO OFTEN")) {
            throw TryAgainLater.after(Duration.ofMillis(6100), AdmissionProblem.TOO_OFTEN, 5, 7);
        }
        if (text.contains("BUG")) {
            throw new IllegalStateException("张三 110101199003070000");
        }
        if (text.contains("HOLD")) {
            waitAtGate();
        }
        return keep(arrival, content, text);
    }

    private void waitAtGate() {
        held.countDown();
        try {
            if (!gate.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized SubmissionStatus keep(Arrival arrival, byte[] content, String text) {
        for (Taken before : taken) {
            Arrival old = before.arrival();
            if (old.party().id().equals(arrival.party().id()) && old.messageId().equals(arrival.messageId())) {
                if (Arrays.equals(before.content(), content)) {
                    return before.status();
                }
                throw new SenderMustCorrect(IntakeProblem.ID_CONFLICT, Location.WHOLE, arrival.messageId());
            }
        }
        SubmissionStatus status = status(arrival, "S" + (taken.size() + 1), content.length, text);
        if (!arrival.dryRun()) {
            taken.add(new Taken(arrival, content, status));
        }
        return status;
    }

    private static SubmissionStatus status(Arrival arrival, String id, int bytes, String text) {
        Finding finding = Finding.of(IntakeProblem.ID_MALFORMED, "V-P03", "premium", new Location(3, 2, "保费(元)"));
        boolean refused = text.contains("REFUSE");
        boolean rejected = text.contains("REJECT");
        State state = text.contains("UNFINISHED")
                ? State.PROCESSING
                : refused ? State.REJECTED : rejected ? State.PARTLY_ACCEPTED : State.ACCEPTED;
        byte[] receipt =
                ("{\"body\":{\"submission\":\"" + id + "\"},\"signature\":{}}").getBytes(StandardCharsets.UTF_8);
        return new SubmissionStatus(
                id,
                arrival.party().id(),
                arrival.messageId(),
                arrival.fileName(),
                arrival.channel().name(),
                arrival.mapping() == null ? "default" : arrival.mapping(),
                state,
                Instant.parse("2026-11-22T02:00:00Z"),
                bytes,
                2,
                2,
                refused ? 0 : rejected ? 1 : 2,
                0,
                refused ? 2 : rejected ? 1 : 0,
                0,
                refused ? finding : null,
                refused || rejected ? List.of(finding) : List.of(),
                true,
                state.isFinal() && !arrival.dryRun() ? receipt : null,
                0,
                List.of(),
                null,
                0);
    }

    @Override
    public synchronized SubmissionStatus await(String submission, Duration patience) {
        return taken.stream()
                .map(Taken::status)
                .filter(status -> status.id().equals(submission))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public synchronized Optional<SubmissionStatus> find(String party, String submissionOrMessageId) {
        return taken.stream()
                .map(Taken::status)
                .filter(status -> status.party().equals(party))
                .filter(status -> status.id().equals(submissionOrMessageId)
                        || status.messageId().equals(submissionOrMessageId))
                .findFirst();
    }

    @Override
    public long write(String submission, Format format, OutputStream out) throws IOException {
        out.write((format + " of " + submission).getBytes(StandardCharsets.UTF_8));
        if (find("insurer-wu", submission)
                .map(SubmissionStatus::messageId)
                .orElse("")
                .contains("breaks-off")) {
            out.flush();
            throw new IOException("the store went away");
        }
        return 1;
    }
}
