package org.anze.gateway.keys;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/** The data keys that content is closed under. Safe for many threads; nothing is asked of the database per record. */
public interface DataKeys {

    /**
     * The key for new content of a party, durable on return. Not inside a lock that another thread's key would wait for: it may
     * take a database connection of its own.
     *
     * @param at when the content was received or made; its month in China counts
     * @throws TryAgainLater with {@link KeyProblem#MASTER_AWAY}
     */
    DataKey current(String party, Instant at);

    /**
     * The key of this number; empty when it was destroyed.
     *
     * @throws IllegalStateException when there never was one
     * @throws TryAgainLater with {@link KeyProblem#MASTER_AWAY}
     */
    Optional<DataKey> find(int id);

    /** 32 bytes that are the same for ever, for search terms and the like; they close no content and are never destroyed. */
    byte[] secret(String purpose);

    /** Closes content for one place of the store. */
    default byte[] close(String party, Instant at, byte[] plain, byte[] place) {
        return current(party, at).close(plain, place);
    }

    /**
     * Opens what {@link #close} closed for the same place.
     *
     * @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED}
     * @throws IllegalStateException when it was closed for another place, or is damaged
     */
    default byte[] open(byte[] closed, byte[] place) {
        DataKey key = require(closed);
        try {
            return key.open(closed, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("closed content cannot be opened: damaged, or of another place", e);
        }
    }

    /** Whether the key of closed content still exists. */
    default boolean opens(byte[] closed) {
        return find(DataKey.number(closed)).isPresent();
    }

    /**
     * The key that closed this.
     *
     * @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED}
     */
    default DataKey require(byte[] closed) {
        int id = DataKey.number(closed);
        return find(id).orElseThrow(() -> new SenderMustCorrect(KeyProblem.KEY_DESTROYED, Location.WHOLE, id));
    }
}
