package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.origin.StoredOrigin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hands in the raw bytes of an earlier submission once more, on the normal line: through the mapping as it is now, with what
 * their sender signed. What was accepted then becomes a duplicate. Safe for many threads.
 */
public final class Resubmission {

    private final JdbcClient jdbc;
    private final RawStore raw;
    private final OriginStore origins;
    private final IntakeDesk desk;
    private final Supplier<Parties> parties;

    /** @param desk the one that channels hand in at */
    Resubmission(JdbcClient jdbc, RawStore raw, OriginStore origins, IntakeDesk desk, Supplier<Parties> parties) {
        this.jdbc = jdbc;
        this.raw = raw;
        this.origins = origins;
        this.desk = desk;
        this.parties = parties;
    }

    private record Earlier(String id, String party, String mapping) {}

    /**
     * Hands a submission in again; durable on return, processed afterwards. The same submission under the same order is the
     * same new submission, however often this is called.
     *
     * @param submission its number
     * @param order names the order in the new message id, such as {@code task-7}
     * @return the new submission, final or not
     * @throws SenderMustCorrect when it cannot be taken: mapping or signature refused, raw bytes destroyed
     * @throws IllegalArgumentException when there is none of this number
     * @throws TryAgainLater when the gateway is busy, or the party or the mapping cannot be used at the moment
     */
    public SubmissionStatus again(long submission, String order) {
        Earlier earlier = find(submission);
        try (InputStream body = raw.open(submission)) {
            return desk.receive(arrival(earlier, order, false), body);
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        }
    }

    /** What {@link #again} would come to; keeps nothing. */
    public SubmissionStatus tryOut(long submission) {
        Earlier earlier = find(submission);
        try (InputStream body = raw.open(submission)) {
            return DryRuns.of(desk)
                    .tryOut(arrival(earlier, "dry-run", true), body, null)
                    .status();
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        }
    }

    private Arrival arrival(Earlier earlier, String order, boolean dryRun) {
        Party party = parties.get()
                .find(earlier.party)
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.CHANNEL_CLOSED, null));
        return new Arrival(
                party,
                Arrival.Channel.OVERSIGHT,
                order + ":" + earlier.id,
                null,
                earlier.mapping,
                dryRun,
                signature(earlier.id));
    }

    /** It is verified again over the same bytes: by a certificate that ended meanwhile nothing is handed in. */
    private @Nullable PresentedSignature signature(String id) {
        Optional<StoredOrigin.Opened> stored = origins.open(id);
        if (stored.isEmpty()) {
            return null;
        }
        StoredOrigin origin = stored.get().origin();
        byte[] evidence = stored.get().evidence();
        return origin.origin().kind() == Kind.WSS
                ? new PresentedSignature.Envelope(evidence, origin.certificate(), origin.algorithm(), origin.signedAt())
                : new PresentedSignature.Detached(origin.origin().kind(), evidence);
    }

    private Earlier find(long submission) {
        return jdbc.sql("select id, party, mapping from submission where seq = ?")
                .param(submission)
                .query((row, number) -> new Earlier(row.getString(1), row.getString(2), row.getString(3)))
                .optional()
                .orElseThrow(() -> new IllegalArgumentException("no submission " + submission));
    }
}
