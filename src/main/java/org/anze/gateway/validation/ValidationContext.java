package org.anze.gateway.validation;

import java.time.Instant;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;

/**
 * What the rules may know besides the record.
 *
 * @param provider the authenticated sender
 * @param receivedAt when the submission's bytes were durable; the rules know no other clock, so a rerun finds the same
 * @param references what the ledger knows of the records in {@link Validator#wanted}
 * @param parties all parties, for agencies and their qualifications
 * @param lastChance true when a record has waited long enough: what it refers to and is still unknown rejects it (V-T02)
 */
public record ValidationContext(
        Party provider, Instant receivedAt, References references, Parties parties, boolean lastChance) {

    /** The first validation of a record. */
    public ValidationContext(Party provider, Instant receivedAt, References references, Parties parties) {
        this(provider, receivedAt, references, parties, false);
    }
}
