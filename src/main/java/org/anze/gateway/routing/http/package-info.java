/**
 * The door for parties: one HTTPS connector beside the console's port, who may come in by it, and how it says no.
 *
 * <p>{@code /api}, {@code /soap} and {@code /log} answer on the party port alone and everything else on the main port
 * alone. Size and speed of a body, requests at a time, and the identity of the caller are settled here, before a handler of
 * {@code intake} or {@code delivery} is asked.
 *
 * <p>Not here: what a request means. Handlers throw the two exceptions of {@code problem}; this package turns them into RFC
 * 9457 answers.
 *
 * <p>Promise: the principal of a request that reaches a handler is the sound {@link org.anze.gateway.party.Party} that
 * proved itself with this very request; there are no sessions.
 */
@NullMarked
package org.anze.gateway.routing.http;

import org.jspecify.annotations.NullMarked;
