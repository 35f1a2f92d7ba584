package org.anze.gateway.archive;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.SealedContent;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.HashStream;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens what lies in a month's bundle only once its content is out: a stranger, who has no key, sees nothing of it but its
 * length. What was closed under a destroyed key is passed over; nobody will ever read it anywhere. For one thread.
 */
final class ContentCheck {

    private static final int PORTION = 200;
    /** Chunks of raw bytes have a MiB each. */
    private static final int CHUNKS = 8;

    private final Connection connection;
    private final Suite suite;
    private final LedgerReader reader;
    private final SealedContent sealed;
    private final DataKeys keys;
    private final MonthRange range;

    /** @param connection with a transaction of its own, that of {@code snapshot} */
    ContentCheck(Connection connection, JdbcClient snapshot, Suite suite, DataKeys keys, MonthRange range) {
        this.connection = connection;
        this.suite = suite;
        this.reader = new LedgerReader(snapshot, suite, new UnitCipher(keys));
        this.sealed = new SealedContent(suite);
        this.keys = keys;
        this.range = range;
    }

    /** @throws FlawException naming the first content that is not what was sealed or received */
    void run() throws FlawException, SQLException {
        units();
        raw();
    }

    private void units() throws FlawException {
        for (long from = range.from(); from < range.to(); from += PORTION) {
            List<Long> indexes = LongStream.range(from, Math.min(from + PORTION, range.to()))
                    .boxed()
                    .toList();
            for (SealedRecord record : read(indexes)) {
                if (!sealed.holds(record)) {
                    throw new FlawException(Flaw.RECORD_ROOT_WRONG, Member.UNITS + ":#" + record.index());
                }
            }
        }
    }

    private List<SealedRecord> read(List<Long> indexes) throws FlawException {
        try {
            return reader.read(indexes);
        } catch (IllegalStateException damaged) {
            // Columns that no member of the bundle repeats differ from the header.
            throw new FlawException(Flaw.RECORD_ROOT_WRONG, Member.ENTRIES + ":#" + indexes.get(0));
        }
    }

    /** The chunks of one submission as far as they were read. */
    private static final class Tally {
        private final long seq;
        private final String id;
        private final long bytes;
        private final byte[] digest;
        private final HashStream hash;
        private final boolean own;
        private long chunks;
        private long opened;
        private boolean closed;

        Tally(ResultSet row, Suite suite) throws SQLException {
            seq = row.getLong(1);
            id = row.getString(2);
            bytes = row.getLong(3);
            own = row.getBoolean(4);
            digest = row.getBytes(7);
            hash = new HashStream(suite);
        }

        void finish() throws FlawException {
            if (chunks == 0 && own) {
                throw new FlawException(Flaw.RENDITION_MISSING, where());
            }
            // Those of other months may be out already, with theirs.
            if (chunks > 0 && !closed && (opened != bytes || !Arrays.equals(hash.finish(), digest))) {
                throw new FlawException(Flaw.RENDITION_DIFFERS, where());
            }
        }

        String where() {
            return Member.RAW + ":" + id;
        }
    }

    private void raw() throws FlawException, SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select s.seq, s.id, s.bytes, s.received_at >= ? and s.received_at < ?,"
                        + " r.number, r.content, s.digest from submission s left join raw_chunk r on r.submission = s.seq where "
                        + MonthMembers.OF_MONTH + " order by s.seq, r.number")) {
            select.setFetchSize(CHUNKS);
            select.setObject(1, range.begin());
            select.setObject(2, range.end());
            select.setObject(3, range.begin());
            select.setObject(4, range.end());
            select.setLong(5, range.to());
            select.setLong(6, range.from());
            try (ResultSet row = select.executeQuery()) {
                Tally tally = null;
                while (row.next()) {
                    tally = next(tally, row);
                    byte[] content = row.getBytes(6);
                    if (content != null) {
                        chunk(tally, row.getInt(5), content);
                    }
                }
                if (tally != null) {
                    tally.finish();
                }
            }
        }
    }

    private Tally next(@Nullable Tally before, ResultSet row) throws FlawException, SQLException {
        if (before != null && before.seq == row.getLong(1)) {
            return before;
        }
        if (before != null) {
            before.finish();
        }
        return new Tally(row, suite);
    }

    private void chunk(Tally tally, int number, byte[] content) throws FlawException {
        if (number != tally.chunks++) {
            throw new FlawException(Flaw.RENDITION_MISSING, tally.where());
        }
        try {
            if (keys.opens(content)) {
                byte[] place = ("raw bytes " + tally.seq + " " + number).getBytes(StandardCharsets.US_ASCII);
                byte[] plain = keys.open(content, place);
                tally.opened += plain.length;
                tally.hash.update(plain, 0, plain.length);
            } else {
                tally.closed = true;
            }
        } catch (IllegalStateException damaged) {
            throw new FlawException(Flaw.RENDITION_DIFFERS, tally.where());
        }
    }
}
