package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.DryRunReport;
import org.anze.gateway.intake.DryRuns;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * A desk that keeps submissions in memory, over "restarts" of the adapter. What contains {@code BAD} has one rejected
 * record, what contains {@code REFUSE} is refused as a whole.
 */
public final class FakeDesk implements IntakeDesk, Rejects, DryRuns {

    /** Submissions in the order in which they were first received. */
    private final Map<String, Kept> byId = new LinkedHashMap<>();

    private final Map<String, String> byIdentity = new LinkedHashMap<>();
    public final AtomicInteger calls = new AtomicInteger();
    /** Answers "busy" this many times before it keeps anything. */
    public final AtomicInteger busy = new AtomicInteger();
    /** Answers this party "busy" as long as it stands here; null for nobody. */
    public volatile @Nullable String busyFor;

    /** Lets a call go on for each of these; null lets all. */
    public volatile @Nullable Semaphore turns;

    /** With how long to wait; null for without. */
    public volatile @Nullable Duration pause;

    /** Keeps, and then fails, this many times. */
    public final AtomicInteger loseAnswers = new AtomicInteger();
    /** While true no submission becomes final. */
    public volatile boolean holdsBack;

    /** While true the records of a submission cannot be given back in their own layout. */
    public volatile boolean ownLayoutIsGone;
    /** What was only tried. */
    public final List<Arrival> tried = new CopyOnWriteArrayList<>();

    public record Kept(Arrival arrival, byte[] content, String id) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** Problems of the fake. */
    public enum Problem implements ProblemKind {
        BUSY(ProblemText.passes("TST-0001", "忙", "busy", "稍后", "later")),
        CONFLICT(ProblemText.senderCorrects("TST-0002", "冲突", "conflict", "改号", "use another id")),
        REFUSED(ProblemText.senderCorrects("TST-0003", "第 {0} 行有误", "line {0} is wrong", "改正", "correct it"));

        private final ProblemText text;

        Problem(ProblemText text) {
            this.text = text;
        }

        @Override
        public ProblemText text() {
            return text;
        }
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        calls.incrementAndGet();
        Semaphore turn = turns;
        if (turn != null) {
            turn.acquireUninterruptibly();
        }
        byte[] content;
        try {
            content = body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean held = arrival.party().id().equals(busyFor);
        if (held || busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw pause == null ? new TryAgainLater(Problem.BUSY, null) : TryAgainLater.after(pause, Problem.BUSY);
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.contains("REFUSE")) {
            throw new SenderMustCorrect(Problem.REFUSED, new Location(7, 3, "保费"), 7);
        }
        SubmissionStatus status = keep(arrival, content);
        if (loseAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new TryAgainLater(Problem.BUSY, null);
        }
        return status;
    }

    private synchronized SubmissionStatus keep(Arrival arrival, byte[] content) {
        boolean file = arrival.fileName() != null;
        String name = arrival.party().id() + "/" + arrival.messageId();
        String digest = digest(content);
        String identity = file ? name + "/" + digest : name;
        String id = byIdentity.get(identity);
        if (id == null) {
            id = "S" + (byId.size() + 1);
            byIdentity.put(identity, id);
            byId.put(id, new Kept(arrival, content, id));
        } else if (!digest(byId.get(id).content()).equals(digest)) {
            throw new SenderMustCorrect(Problem.CONFLICT, Location.WHOLE);
        }
        return status(id);
    }

    @Override
    public SubmissionStatus await(String submission, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (holdsBack && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return status(submission);
    }

    private synchronized SubmissionStatus status(String id) {
        Kept kept = byId.get(id);
        int rejected = kept.text().contains("BAD") ? 1 : 0;
        boolean last = !holdsBack;
        return new SubmissionStatus(
                id,
                kept.arrival().party().id(),
                kept.arrival().messageId(),
                kept.arrival().fileName(),
                kept.arrival().channel().name(),
                String.valueOf(kept.arrival().mapping()),
                last ? SubmissionStatus.State.ACCEPTED : SubmissionStatus.State.PROCESSING,
                Instant.EPOCH,
                kept.content().length,
                1,
                1,
                1 - rejected,
                0,
                rejected,
                0,
                null,
                List.of(),
                true,
                last ? ("{\"submission\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8) : null,
                0,
                List.of(),
                null,
                0);
    }

    @Override
    public long write(String submission, Format format, OutputStream out) throws IOException {
        out.write((format + " of " + submission).getBytes(StandardCharsets.UTF_8));
        return 1;
    }

    @Override
    public Optional<OwnFile> own(String submission, boolean workbook) {
        return Optional.of(new OwnFile() {
            @Override
            public String extension() {
                return "csv";
            }

            @Override
            public String mediaType() {
                return "text/csv";
            }

            @Override
            public long write(OutputStream out) throws IOException {
                if (ownLayoutIsGone) {
                    throw new SenderMustCorrect(Problem.REFUSED, Location.WHOLE, 1);
                }
                out.write(("own layout of " + submission).getBytes(StandardCharsets.UTF_8));
                return 1;
            }
        });
    }

    @Override
    public DryRunReport tryOut(Arrival arrival, InputStream body, @Nullable FixTarget fix) {
        try {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (text.contains("REFUSE")) {
                throw new SenderMustCorrect(Problem.REFUSED, new Location(7, 3, "保费"), 7);
            }
            tried.add(arrival);
            if (fix != null && text.contains("BAD")) {
                try (OutputStream out = fix.open("csv")) {
                    out.write("to be mended".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SubmissionStatus status = new SubmissionStatus(
                "dry-run",
                arrival.party().id(),
                arrival.messageId(),
                arrival.fileName(),
                arrival.channel().name(),
                String.valueOf(arrival.mapping()),
                SubmissionStatus.State.ACCEPTED,
                Instant.EPOCH,
                0,
                1,
                1,
                1,
                0,
                0,
                0,
                null,
                List.of(),
                true,
                null,
                0,
                List.of(),
                null,
                0);
        return new DryRunReport(status, List.of(), List.of(), List.of());
    }

    /** What was received, in order. */
    public synchronized List<Kept> kept() {
        return new ArrayList<>(byId.values());
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
