package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.HashStream;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Raw bytes as they were received, closed in chunks of the database. Safe for several threads. */
public final class RawStore {

    static final int CHUNK = 1 << 20;
    private static final long MOST_AT_HAND = 16L << 20;

    private final JdbcClient jdbc;
    private final Suite suite;
    private final DataKeys keys;
    private final BodiesAtHand atHand = new BodiesAtHand(MOST_AT_HAND);

    /** Over the gateway's database; digests are of the ledger's suite. */
    public RawStore(JdbcClient jdbc, Suite suite, DataKeys keys) {
        this.jdbc = jdbc;
        this.suite = suite;
        this.keys = keys;
    }

    /**
     * What was stored.
     *
     * @param key number of the data key that it is closed under
     */
    record Stored(long bytes, byte[] digest, int key) {}

    /**
     * Writes a body in chunks inside the caller's transaction, closed under the party's data key of that month.
     *
     * @throws SenderMustCorrect when it is empty or too large
     * @throws TryAgainLater when the body breaks off
     */
    Stored write(Connection connection, long submission, String party, Instant now, InputStream body, long limit)
            throws SQLException {
        // Before the first byte is written.
        DataKey key = key(party, now);
        HashStream digest = new HashStream(suite);
        long bytes = 0;
        long line = 1;
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into raw_chunk (submission, number, first_line, content) values (?, ?, ?, ?)")) {
            for (int number = 0; ; number++) {
                byte[] chunk = body.readNBytes(CHUNK);
                if (chunk.length == 0) {
                    break;
                }
                bytes += chunk.length;
                if (bytes > limit) {
                    throw new SenderMustCorrect(IntakeProblem.TOO_LARGE, Location.WHOLE, limit);
                }
                digest.update(chunk, 0, chunk.length);
                insert.setLong(1, submission);
                insert.setInt(2, number);
                insert.setLong(3, line);
                insert.setBytes(4, key.close(chunk, place(submission, number)));
                insert.executeUpdate();
                if (chunk.length < CHUNK) {
                    break;
                }
                line += lineFeeds(chunk);
            }
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        }
        if (bytes == 0) {
            throw new SenderMustCorrect(IntakeProblem.EMPTY, Location.WHOLE);
        }
        return new Stored(bytes, digest.finish(), key.id());
    }

    /** The digest of a body, by which a submission is known. */
    byte[] digest(byte[] body) {
        HashStream digest = new HashStream(suite);
        digest.update(body, 0, body.length);
        return digest.finish();
    }

    /** What a body of this party that comes now is closed under. A key of a new month wants a connection for a moment. */
    DataKey key(String party, Instant now) {
        return keys.current(party, now);
    }

    /**
     * Counts lines by the byte 0x0A: it is a line feed and nothing else in UTF-8 and GB18030. In UTF-16 the count is off
     * for a few rare characters, which only moves the excerpt that the console shows.
     */
    private static long lineFeeds(byte[] chunk) {
        long count = 0;
        for (byte b : chunk) {
            if (b == '\n') {
                count++;
            }
        }
        return count;
    }

    /** What a chunk is closed for. */
    public static byte[] place(long submission, int number) {
        return ("raw bytes " + submission + " " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The stored bytes from the beginning; holds one chunk in memory at a time. Reading throws SenderMustCorrect with
     * KEY_DESTROYED when their data key was destroyed, with UNITS_ARCHIVED when they were taken out, also meanwhile; and
     * IOException rather than end before as many bytes as were received.
     */
    InputStream open(long submission) {
        return new ChunkStream(submission, null);
    }

    /** The same, from memory when they are still at hand; for once. */
    InputStream open(long submission, byte[] digest) {
        return new ChunkStream(submission, digest);
    }

    /** The bodies that were committed last. */
    BodiesAtHand atHand() {
        return atHand;
    }

    /** @param bytes of the whole submission */
    private record Closed(byte[] content, long bytes) {}

    private final class ChunkStream extends InputStream {
        private final long submission;
        private final byte @Nullable [] digest;
        private int next;
        private byte[] chunk = {};
        private int position;
        /** Bytes of all chunks so far. */
        private long opened;

        ChunkStream(long submission, byte @Nullable [] digest) {
            this.submission = submission;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            return fill() ? chunk[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }

        private boolean fill() throws IOException {
            if (position < chunk.length) {
                return true;
            }
            if (next < 0) {
                return false;
            }
            BodiesAtHand.Body whole = next == 0 && digest != null ? atHand.take(submission, digest) : null;
            // What can no longer be opened is not read from here either.
            if (whole != null && keys.find(whole.key()).isPresent()) {
                chunk = whole.content();
                next = -1;
                return true;
            }
            try {
                List<Closed> found = jdbc.sql(
                                "select r.content, (select s.bytes from submission s where s.seq = r.submission)"
                                        + " from raw_chunk r where r.submission = ? and r.number = ?")
                        .params(submission, next)
                        .query((row, number) -> new Closed(row.getBytes(1), row.getLong(2)))
                        .list();
                if (found.isEmpty()) {
                    throw missing();
                }
                Closed closed = found.get(0);
                chunk = keys.open(closed.content, place(submission, next));
                position = 0;
                opened += chunk.length;
                // What is missing must not pass for the end.
                if (chunk.length == 0 || opened > closed.bytes) {
                    throw missing();
                }
                next = opened == closed.bytes ? -1 : next + 1;
                return true;
            } catch (DataAccessException e) {
                throw new IOException("raw bytes cannot be read", e);
            }
        }

        /** Every submission has a first chunk, and all go in one transaction: without it they were taken out. */
        private IOException missing() {
            boolean begins = jdbc.sql("select exists (select 1 from raw_chunk where submission = ? and number = 0)")
                    .param(submission)
                    .query(Boolean.class)
                    .single();
            if (!begins) {
                throw new SenderMustCorrect(LedgerProblem.UNITS_ARCHIVED, Location.WHOLE);
            }
            return new IOException("raw bytes of submission " + submission + " lack number " + next);
        }
    }
}
