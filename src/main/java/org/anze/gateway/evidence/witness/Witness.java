package org.anze.gateway.evidence.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.note.NoteLine;
import org.anze.gateway.seal.tree.ConsistencyProof;

/**
 * A witness (C2SP tlog-witness): cosigns a log's checkpoint when it is consistent with the one it cosigned before. Safe for
 * several threads; calls take turns, because comparing and remembering must be one step.
 */
public final class Witness {

    private final WitnessKey key;
    private final WitnessedLogs logs;
    private final WitnessMemory memory;
    private final Clock clock;

    /** The memory must have been opened for this key. */
    public Witness(WitnessKey key, WitnessedLogs logs, WitnessMemory memory, Clock clock) {
        this.key = key;
        this.logs = logs;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * An answer as it goes over HTTP.
     *
     * @param mediaType of the body
     */
    public record Answer(int status, String mediaType, String body) {

        private static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    /**
     * The call {@code add-checkpoint}. What is answered with 200 is on disk.
     *
     * @throws IOException when the memory cannot be read or written; nothing was cosigned then
     */
    public Answer addCheckpoint(byte[] body) throws IOException {
        AddCheckpoint request;
        TreeHead head;
        try {
            request = AddCheckpoint.parse(body);
            head = TreeHead.parse(request.checkpoint().text());
        } catch (FlawException malformed) {
            return Answer.text(400, malformed.flaw() + " " + malformed.where() + "\n");
        }
        Optional<NoteKey> log = logs.key(head.origin());
        if (log.isEmpty()) {
            return Answer.text(404, "unknown origin\n");
        }
        if (!signedBy(log.get(), request.checkpoint(), head)) {
            return Answer.text(403, "not signed by the log\n");
        }
        if (request.oldSize() > head.size()) {
            return Answer.text(400, "the old size is larger than the checkpoint\n");
        }
        return decide(request, head, log.get());
    }

    /** A line that names the log's key and does not verify spoils the note; lines of others are not looked at. */
    private static boolean signedBy(NoteKey log, Note note, TreeHead head) {
        List<NoteLine> own = note.lines().stream().filter(log::isNamedBy).toList();
        return !own.isEmpty()
                && log.mayHash(head.suite())
                && own.stream().allMatch(line -> log.signed(note.signedBytes(), line));
    }

    private synchronized Answer decide(AddCheckpoint request, TreeHead head, NoteKey log) throws IOException {
        Optional<TreeHead> latest = latest(head.origin());
        long known = latest.map(TreeHead::size).orElse(0L);
        if (request.oldSize() != known) {
            return new Answer(409, "text/x.tlog.size", known + "\n");
        }
        byte[] knownRoot =
                latest.map(TreeHead::root).orElseGet(() -> head.suite().hash());
        try {
            ConsistencyProof.verify(head.suite(), known, head.size(), knownRoot, head.root(), request.proof());
        } catch (FlawException inconsistent) {
            if (head.size() == known && latest.isPresent() && !Arrays.equals(head.root(), knownRoot)) {
                memory.keepConflict(head.origin(), head.root(), request.checkpoint());
            } else if (head.size() > known) {
                memory.keepUnproved(head.origin(), request.checkpoint());
            }
            return Answer.text(422, inconsistent.flaw() + "\n");
        }
        NoteLine cosignature = key.cosign(request.checkpoint().signedBytes(), clock.instant());
        List<NoteLine> lines = List.of(
                request.checkpoint().lines().stream()
                        .filter(log::isNamedBy)
                        .findFirst()
                        .orElseThrow(),
                cosignature);
        memory.remember(head.origin(), new Note(request.checkpoint().text(), lines));
        return Answer.text(200, cosignature.text() + "\n");
    }

    private Optional<TreeHead> latest(String origin) throws IOException {
        Optional<Note> note = memory.latest(origin);
        try {
            return note.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TreeHead.parse(note.get().text()));
        } catch (FlawException damaged) {
            throw new IOException("the memory of the witness is damaged", damaged);
        }
    }

    /** The newest cosigned checkpoint of a log, for monitors; by the SHA-256 of its origin in hexadecimal. */
    public synchronized Answer checkpoint(String originHash) throws IOException {
        Optional<Note> note = memory.latestByName(originHash);
        return note.map(found -> Answer.text(200, found.note()))
                .orElseGet(() -> Answer.text(404, "no checkpoint of that log was cosigned\n"));
    }

    /** The public key that cosigns. */
    public NoteKey publicKey() {
        return key.publicKey();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
