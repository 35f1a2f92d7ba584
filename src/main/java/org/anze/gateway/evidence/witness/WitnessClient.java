package org.anze.gateway.evidence.witness;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.evidence.witness.Cosigning.Outcome;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.note.NoteLine;

/** Asks one witness for cosignatures (C2SP tlog-witness). Safe for several threads. */
public final class WitnessClient {

    /** A witness whose clock is further ahead than this is not believed. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private static final int LONGEST_DETAIL = 200;

    private final WitnessPolicy.Entry witness;
    private final BoundedPost http;
    private final Clock clock;
    private final URI address;

    /** Over a client that may be shared. */
    public WitnessClient(WitnessPolicy.Entry witness, BoundedPost http, Clock clock) {
        this.witness = witness;
        this.http = http;
        this.clock = clock;
        this.address = URI.create(witness.address() + "/add-checkpoint");
    }

    /** Where consistency proofs come from. */
    @FunctionalInterface
    public interface Proofs {
        /** The proof of RFC 9162 §2.1.4 between two sizes of the ledger; 0 &lt; from ≤ to. */
        List<byte[]> consistency(long from, long to);
    }

    /** The witness. */
    public WitnessPolicy.Entry witness() {
        return witness;
    }

    /**
     * Asks for a cosignature; a second time when the witness remembers another size than we do.
     *
     * @param known size of the checkpoint it cosigned last as far as we know; 0 when we know of none
     */
    public Cosigning cosign(SignedCheckpoint checkpoint, long known, Proofs proofs) {
        try {
            long size = checkpoint.checkpoint().size();
            BoundedPost.Answer answer = ask(checkpoint, Math.min(known, size), proofs);
            if (answer.status() == 409) {
                long remembered = TreeHead.size(text(answer).strip());
                if (remembered > size) {
                    return Cosigning.failed(Outcome.WITNESS_AHEAD, "size " + remembered);
                }
                if (remembered < Math.min(known, size)) {
                    return Cosigning.failed(Outcome.WITNESS_FORGOT, "size " + remembered + " instead of " + known);
                }
                answer = ask(checkpoint, remembered, proofs);
            }
            return judge(checkpoint, answer);
        } catch (IOException e) {
            return Cosigning.failed(Outcome.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (FlawException e) {
            return Cosigning.failed(Outcome.UNREACHABLE, "the answer is malformed: " + e.flaw());
        }
    }

    private BoundedPost.Answer ask(SignedCheckpoint checkpoint, long old, Proofs proofs) throws IOException {
        long size = checkpoint.checkpoint().size();
        List<byte[]> proof = old == 0 ? List.of() : proofs.consistency(old, size);
        return http.post(address, "text/plain; charset=utf-8", AddCheckpoint.body(old, proof, checkpoint.note()));
    }

    private Cosigning judge(SignedCheckpoint checkpoint, BoundedPost.Answer answer) throws FlawException {
        return switch (answer.status()) {
            case 200 -> cosigned(checkpoint, text(answer));
            case 403 -> Cosigning.failed(Outcome.UNKNOWN_KEY, detail(answer));
            case 404 -> Cosigning.failed(Outcome.UNKNOWN_LOG, detail(answer));
            case 422 -> Cosigning.failed(Outcome.INCONSISTENT, detail(answer));
            default -> Cosigning.failed(Outcome.UNREACHABLE, "HTTP " + answer.status() + " " + detail(answer));
        };
    }

    private Cosigning cosigned(SignedCheckpoint checkpoint, String lines) throws FlawException {
        byte[] text = checkpoint.checkpoint().text();
        for (String line : lines.split("\n")) {
            NoteLine candidate = NoteLine.parse(line);
            if (witness.key().isNamedBy(candidate)) {
                Instant time = witness.key().cosigned(text, candidate);
                if (time.isAfter(clock.instant().plus(MOST_AHEAD))) {
                    return Cosigning.failed(Outcome.UNREACHABLE, "the witness's clock is ahead: " + time);
                }
                return new Cosigning(Outcome.COSIGNED, candidate, time, "");
            }
        }
        return Cosigning.failed(Outcome.UNREACHABLE, "the answer has no line of the key we know");
    }

    private static String text(BoundedPost.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String detail(BoundedPost.Answer answer) {
        String text = text(answer).replaceAll("\\p{Cntrl}", " ").strip();
        return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }
}
