package org.anze.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.jspecify.annotations.Nullable;

/** What a query over {@code submission s} adds to know how the sender signed it. */
public final class OriginColumns {

    /** Follows the selected columns, with a comma before it. */
    public static final String SELECTED = " o.commitment, o.kind, o.signer";

    /** Follows {@code from submission s}. */
    public static final String JOINED = " left join origin_evidence o on o.submission = s.seq";

    private OriginColumns() {}

    /**
     * Reads the three columns.
     *
     * @param first number of the first of them
     * @return null when the submission is not signed
     */
    public static @Nullable EntryOrigin read(ResultSet row, int first) throws SQLException {
        byte[] commitment = row.getBytes(first);
        if (commitment == null) {
            return null;
        }
        String kind = row.getString(first + 1);
        return new EntryOrigin(
                commitment,
                EntryOrigin.Kind.of(kind).orElseThrow(() -> new IllegalStateException("no form of signature: " + kind)),
                row.getBytes(first + 2));
    }
}
