/**
 * Files in CMS envelopes (RFC 5652; GM/T 0010 for suite SM) for parties that ask for them: signed with the sealing key, and
 * encrypted to the party's certificate where it asks for that too. docs/spec/envelopes.md has the object identifiers.
 *
 * <p>Not here: which party gets what ({@code access}, {@code feed}), and the parcel document itself, whose signature is the
 * evidence that counts; an envelope is how a file travels.
 *
 * <p>Promises: what is encrypted is signed first; an encryption certificate that is expired, of another suite or not for
 * encryption stops its own party and nobody else.
 */
@NullMarked
package org.anze.gateway.evidence.envelope;

import org.jspecify.annotations.NullMarked;
