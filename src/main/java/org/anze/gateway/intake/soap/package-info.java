/**
 * Intake over SOAP: {@code /soap/legacy/<party>} for the shapes that insurers already have, described in the party's file,
 * and {@code /soap/v1} for the contract-first service whose messages are signed.
 *
 * <p>Not here: what the payload says ({@code mapping}); who may use the legacy address over TLS ({@code routing.http}).
 *
 * <p>Promises: no document type declaration and no entity is ever followed; a success answer is given only after the desk
 * made the submission durable and every record of it was accepted; under {@code /soap/v1} nothing is looked at that the
 * signature does not cover.
 */
@NullMarked
package org.anze.gateway.intake.soap;

import org.jspecify.annotations.NullMarked;
