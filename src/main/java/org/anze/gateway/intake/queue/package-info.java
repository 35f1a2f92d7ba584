/**
 * Intake from queues: each party sends to {@code submit.<party>} and reads its receipts from {@code receipts.<party>}.
 *
 * <p>Not here: the broker, and who may use which address.
 *
 * <p>Promise: a message is acknowledged together with its receipt, after the submission is final; until then the broker
 * keeps it.
 */
@NullMarked
package org.anze.gateway.intake.queue;

import org.jspecify.annotations.NullMarked;
