package org.anze.gateway.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's binary COPY format, collected in memory and sent in one go. Not for sharing between threads. */
final class CopyRows {

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_2000_SECONDS = 946_684_800L;

    private final String statement;
    private final Bytes out = new Bytes();
    private int rows;

    /** @param table with columns in parentheses */
    CopyRows(String table) {
        this.statement = "copy " + table + " from stdin (format binary)";
        out.write(HEADER, 0, HEADER.length);
    }

    CopyRows row(int columns) {
        rows++;
        int2(columns);
        return this;
    }

    CopyRows shortValue(int value) {
        int4(Short.BYTES);
        int2(value);
        return this;
    }

    CopyRows intValue(int value) {
        int4(Integer.BYTES);
        int4(value);
        return this;
    }

    CopyRows longValue(long value) {
        int4(Long.BYTES);
        int8(value);
        return this;
    }

    /** PostgreSQL's text cannot hold NUL, which the key of a rejected record may; it becomes U+FFFD. */
    CopyRows text(@Nullable String value) {
        return value == null ? nothing() : bytes(value.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8));
    }

    CopyRows bytes(byte[] value) {
        int4(value.length);
        out.write(value, 0, value.length);
        return this;
    }

    CopyRows instant(Instant value) {
        return longValue((value.getEpochSecond() - EPOCH_2000_SECONDS) * 1_000_000 + value.getNano() / 1_000);
    }

    CopyRows flag(boolean value) {
        int4(1);
        out.write(value ? 1 : 0);
        return this;
    }

    private CopyRows nothing() {
        int4(-1);
        return this;
    }

    /** Sends what was collected; does nothing when there is none. */
    void send(Connection connection) throws SQLException {
        if (rows == 0) {
            return;
        }
        int2(-1);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(out.array(), 0, out.size());
            long written = copy.endCopy();
            if (written != rows) {
                throw new SQLException("copied " + written + " rows instead of " + rows);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void int2(int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    private void int4(int value) {
        int2(value >>> 16);
        int2(value);
    }

    private void int8(long value) {
        int4((int) (value >>> 32));
        int4((int) value);
    }

    /** Gives its buffer away without a copy. */
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(1 << 16);
        }

        byte[] array() {
            return buf;
        }
    }
}
