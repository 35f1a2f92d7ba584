package org.anze.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.SealedRecord.OpenUnit;

/**
 * Keeps disclosure units encrypted at rest, each on its own, so that opening one tells nothing of the others.
 *
 * <p>The closed units of a record: number of the data key (4 bytes), then per unit a length (4 bytes) ‖ nonce ‖ cipher text of
 * salt ‖ value ‖ tag. A unit opens at its own position only. Safe for several threads.
 */
public final class UnitCipher {

    static final int SALT_LENGTH = 16;

    private final DataKeys keys;

    /** Under the data keys of the parties that send. */
    public UnitCipher(DataKeys keys) {
        this.keys = keys;
    }

    /**
     * Closes all units of a record.
     *
     * @param party who sent it
     * @param at when it was received
     */
    byte[] close(String party, Instant at, byte[][] salts, byte[][] values) {
        int room = DataKey.NUMBER_LENGTH;
        for (byte[] value : values) {
            room += Integer.BYTES + SALT_LENGTH + value.length + DataKey.OVERHEAD;
        }
        DataKey key = keys.current(party, at);
        ByteBuffer out = ByteBuffer.allocate(room).putInt(key.id());
        for (int i = 0; i < values.length; i++) {
            out.putInt(SALT_LENGTH + values[i].length + DataKey.OVERHEAD);
            out.position(key.close(salts[i], values[i], place(i), out.array(), out.position()));
        }
        return out.array();
    }

    /**
     * Opens the unit at a position.
     *
     * @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED} or {@link LedgerProblem#UNITS_ARCHIVED}
     */
    OpenUnit open(byte[] units, int wanted) {
        if (isArchived(units)) {
            throw new SenderMustCorrect(LedgerProblem.UNITS_ARCHIVED, Location.WHOLE);
        }
        DataKey key = keys.require(units);
        ByteBuffer in = ByteBuffer.wrap(units).position(DataKey.NUMBER_LENGTH);
        for (int i = 0; i < wanted; i++) {
            in.position(in.getInt() + in.position());
        }
        int length = in.getInt();
        try {
            byte[] plain = key.open(units, in.position(), length, place(wanted));
            return new OpenUnit(
                    Arrays.copyOf(plain, SALT_LENGTH), Arrays.copyOfRange(plain, SALT_LENGTH, plain.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a closed unit cannot be opened: wrong data key or damaged row", e);
        }
    }

    /** Whether the units were taken out of the live tables: closed units are never empty. */
    static boolean isArchived(byte[] units) {
        return units.length == 0;
    }

    /** Whether these units are here and their key still exists. */
    boolean opens(byte[] units) {
        return !isArchived(units) && keys.opens(units);
    }

    /** @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED} when it does not */
    void mustOpen(byte[] units) {
        keys.require(units);
    }

    /** Closes a text that belongs to one place of the store; it opens nowhere else. */
    byte[] close(String party, Instant at, byte[] plain, byte[] place) {
        return keys.close(party, at, plain, place);
    }

    /** Opens what {@link #close(String, Instant, byte[], byte[])} closed for the same place. */
    byte[] open(byte[] closed, byte[] place) {
        return keys.open(closed, place);
    }

    /** The search terms, under a secret of their own that outlives every data key. */
    SearchTerms searchTerms() {
        return new SearchTerms(keys.secret("search terms"));
    }

    private static byte[] place(int unit) {
        return ("unit " + unit).getBytes(StandardCharsets.US_ASCII);
    }
}
