package org.anze.gateway.intake.returned;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.problem.SenderMustCorrect;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Closes what was masked in a returned record, and opens it when the record comes back. A token is bound to its party:
 * nobody else's opens. It is good for {@link #VALID}; within that it may come back more than once, for the ledger's versions
 * tell a repetition from a change. Safe for many threads.
 *
 * <p>A token is {@code A1.} and Base64 (URL form, with {@code -0} for its hyphen and {@code -1} for its underscore) of the
 * deflated content, closed under the party's data key of the month.
 */
public final class ReturnTokens {

    /** A cell of a spreadsheet holds 32,767 characters. */
    private static final int LONGEST = 30_000;

    private static final int MOST_PLAIN = 1 << 21;
    private static final String PREFIX = "A1.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What was masked is not kept open for ever in files that lie about. */
    static final Duration VALID = Duration.ofDays(90);

    private final DataKeys keys;
    private final Clock clock;

    /** Under the data keys of the parties that tokens are given to. */
    public ReturnTokens(DataKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What a token says.
     *
     * @param submission public id of the submission it was returned from
     * @param ordinal of the raw record there
     * @param mark what the tags of its masks begin with
     * @param kept by the number in their tags
     * @param constants pseudo columns of the record, such as the unit stated above a table
     * @param rows how many rows of a table it stands on
     */
    record Content(
            String submission,
            String mapping,
            long ordinal,
            String mark,
            List<Kept> kept,
            Map<String, String> constants,
            int rows) {}

    /**
     * A cell that was masked.
     *
     * @param row which of the texts under the same column or path, from 0
     * @param number whether it was a number in JSON, where a mask has to be a string
     */
    record Kept(String column, int row, String text, boolean number) {}

    /**
     * A token that is ours and this party's.
     *
     * @param expired whether it was given longer ago than {@link #VALID}
     */
    record Opened(Content content, boolean expired) {}

    /** @param given seconds since 1970 */
    private record Dated(long given, Content content) {}

    /** The token; empty when it would not fit into a cell. */
    Optional<String> close(String party, Content content) {
        Instant now = clock.instant();
        byte[] plain = deflate(JSON.writeValueAsBytes(new Dated(now.getEpochSecond(), content)));
        byte[] token = keys.close(party, now, plain, place(party));
        String text = PREFIX + harmless(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
        return text.length() > LONGEST ? Optional.empty() : Optional.of(text);
    }

    /** What the token says; empty when it is not one of ours for this party, whatever the reason. */
    Optional<Opened> open(String party, String text) {
        if (!text.startsWith(PREFIX) || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(inBase64(text.substring(PREFIX.length())));
            Dated dated = JSON.readValue(inflate(keys.open(token, place(party))), Dated.class);
            Instant end = Instant.ofEpochSecond(dated.given()).plus(VALID);
            return Optional.of(new Opened(dated.content(), clock.instant().isAfter(end)));
        } catch (IllegalArgumentException | IllegalStateException | SenderMustCorrect | JacksonException e) {
            // Not Base64, not closed with our key for this party, or its key was destroyed.
            return Optional.empty();
        }
    }

    /** Without underscores: {@code _x0041_} in a cell is one character to some spreadsheet programs. */
    private static String harmless(String base64) {
        return base64.replace("-", "-0").replace("_", "-1");
    }

    private static String inBase64(String harmless) {
        return harmless.replace("-1", "_").replace("-0", "-");
    }

    private static byte[] place(String party) {
        return ("returned record " + party).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(byte[] deflated) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readNBytes(MOST_PLAIN);
        } catch (IOException e) {
            // It was authenticated, so this is a token of an unknown make.
            throw new IllegalArgumentException(e);
        }
    }
}
