package org.anze.gateway.mapping;

import java.time.Instant;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;

/**
 * What is known about a record beside its own text.
 *
 * @param party the authenticated sender
 * @param receivedAt when the bytes of the submission were durable; the same on a rerun, so that results are the same too
 */
public record MappingContext(Party party, Instant receivedAt) {

    /** Whose business the record is when its mapping does not say: an insurer's own; of others validation finds it out. */
    String insurer() {
        return party.type() == PartyType.INS ? party.id() : "";
    }
}
