/**
 * Keys and lines of C2SP signed notes: of logs, and of the witnesses that cosign their checkpoints.
 *
 * <p>Not here: what a note says ({@link org.anze.gateway.seal.SignedCheckpoint} is our own kind of one), asking witnesses and
 * being one ({@code evidence.witness}).
 *
 * <p>Promise: who keeps a cosignature and who verifies it in a proof bundle check it by the same code.
 */
@NullMarked
package org.anze.gateway.seal.note;

import org.jspecify.annotations.NullMarked;
