/**
 * Intake over REST, {@code /api/v1/submissions}: a party hands over records and asks what became of them.
 *
 * <p>Not here: who the caller is and how errors look ({@code routing.http}), what the records say ({@code mapping}), feeds
 * for recipients that pull ({@code delivery.rest}).
 *
 * <p>Promises: a body is streamed into the intake desk and never held whole; an answer of 200 or 202 is given only after the
 * desk made the submission durable; nobody sees another party's submission.
 */
@NullMarked
package org.anze.gateway.intake.rest;

import org.jspecify.annotations.NullMarked;
