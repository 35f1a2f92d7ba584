/**
 * How data comes in: what arrived is stored, given an identity, cut into batches and led to the ledger.
 *
 * <p>{@code intake.rest}, {@code soap}, {@code sftp} and {@code queue} are the channel adapters; they know {@link
 * org.anze.gateway.intake.IntakeDesk} and nothing behind it. {@code intake.batch} has the steps a batch goes through, in
 * the order that {@code routes/exchange-batch.camel.xml} says.
 *
 * <p>Not here: the shapes of parties' data ({@code mapping}), rules ({@code validation}), the ledger itself.
 *
 * <p>Promise: when {@link org.anze.gateway.intake.IntakeDesk#receive} returns, the raw bytes are durable and the submission
 * will be processed to its end, whatever is killed in between; each of its batches reaches the ledger exactly once.
 */
@NullMarked
package org.anze.gateway.intake;

import org.jspecify.annotations.NullMarked;
