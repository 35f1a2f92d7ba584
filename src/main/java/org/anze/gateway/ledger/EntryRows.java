package org.anze.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.jspecify.annotations.Nullable;

/** Entries as their rows hold them. Safe for several threads. */
final class EntryRows {

    /** Columns of a {@link SealedRecord}, of {@code ledger_entry} under the name {@code e}. */
    static final String COLUMNS = "e.idx, e.record_type, e.schema_version, e.provider,"
            // Not a join: for a range of entries the planner would walk all submissions from the first.
            + " (select s.id from submission s where s.seq = e.submission), e.business_key, e.version, e.operation,"
            + " e.risk_region, e.sector, e.insurer, e.header, e.unit_hashes, e.units";

    /** Columns of a {@link LedgerReader.Content}, of {@code ledger_entry} under the name {@code e}. */
    static final String CONTENT_COLUMNS = "e.idx, e.record_type, e.schema_version, e.provider, e.business_key,"
            + " e.version, e.operation, e.risk_region, e.sector, e.insurer, e.units, e.received_at";

    private static final byte[] NO_HASHES = {};
    private static final int HASH = Suite.HASH_LENGTH;

    private final UnitCipher cipher;

    /** @param cipher opens the units, when somebody asks for one */
    EntryRows(UnitCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * From {@link #COLUMNS}; no unit is opened.
     *
     * @throws IllegalStateException when the header is not the entry that the row says: who gets the record copies the header's
     *     bytes and does not look at them again
     */
    SealedRecord entry(ResultSet row) throws SQLException {
        byte[] hashes = row.getBytes(13);
        byte[] units = row.getBytes(14);
        return checked(new SealedRecord(
                row.getLong(1),
                TypeNumber.type(row.getShort(2)),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                Operation.valueOf(row.getString(8)),
                new Scope(row.getString(9), row.getString(10), row.getString(11)),
                row.getBytes(12),
                new StoredUnits(hashes, units)));
    }

    private static SealedRecord checked(SealedRecord record) {
        try {
            EntryHeader header = EntryHeader.parse(record.header());
            boolean same = header.index() == record.index()
                    && header.recordType().equals(record.type().code())
                    && header.schemaVersion() == record.schemaVersion()
                    && header.provider().equals(record.provider())
                    && header.submission().equals(record.submission());
            if (same) {
                return record;
            }
        } catch (FlawException damaged) {
            throw new IllegalStateException("ledger entry " + record.index() + " is damaged", damaged);
        }
        throw new IllegalStateException("ledger entry " + record.index() + " is not what its row says");
    }

    /** From {@link #CONTENT_COLUMNS}; no unit is opened. */
    LedgerReader.Content content(ResultSet row) throws SQLException {
        Instant received = row.getObject(12, OffsetDateTime.class).toInstant();
        return new LedgerReader.Content(
                row.getLong(1),
                TypeNumber.type(row.getShort(2)),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                Operation.valueOf(row.getString(7)),
                new Scope(row.getString(8), row.getString(9), row.getString(10)),
                new StoredUnits(NO_HASHES, row.getBytes(11)),
                () -> received);
    }

    /** An entry that is at hand, as {@link #content} would give it. */
    static LedgerReader.Content content(SealedRecord entry) {
        return new LedgerReader.Content(
                entry.index(),
                entry.type(),
                entry.schemaVersion(),
                entry.provider(),
                entry.businessKey(),
                entry.version(),
                entry.operation(),
                entry.scope(),
                entry.units(),
                () -> received(entry));
    }

    private static Instant received(SealedRecord entry) {
        try {
            return EntryHeader.parse(entry.header()).received();
        } catch (FlawException damaged) {
            throw new IllegalStateException("ledger entry " + entry.index() + " is damaged", damaged);
        }
    }

    /** What the closed units of an entry take that was made here. */
    long closedBytes(SealedRecord entry) {
        return ((StoredUnits) entry.units()).units.length;
    }

    /** Each unit is opened once, for whoever holds the record. */
    private final class StoredUnits implements SealedRecord.Units {
        private final byte[] hashes;
        private final byte[] units;
        /** By position; empty where the units are not counted. Two threads may open the same one at the same time. */
        private final SealedRecord.@Nullable OpenUnit[] opened;

        StoredUnits(byte[] hashes, byte[] units) {
            this.hashes = hashes;
            this.units = units;
            this.opened = new SealedRecord.OpenUnit[hashes.length / HASH];
        }

        @Override
        public byte[] hash(int position) {
            return Arrays.copyOfRange(hashes, position * HASH, position * HASH + HASH);
        }

        @Override
        public SealedRecord.OpenUnit open(int position) {
            if (position >= opened.length) {
                return cipher.open(units, position);
            }
            SealedRecord.OpenUnit known = opened[position];
            // Once its key was destroyed, opening it says so.
            if (known == null || !readable()) {
                known = cipher.open(units, position);
                opened[position] = known;
            }
            return known;
        }

        @Override
        public boolean readable() {
            return cipher.opens(units);
        }

        @Override
        public boolean archived() {
            return UnitCipher.isArchived(units);
        }
    }
}
