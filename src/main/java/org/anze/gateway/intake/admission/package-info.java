/**
 * Who may hand in how much, and whose work goes first: the gateway answers "busy, try after" instead of growing.
 *
 * <p>{@link org.anze.gateway.intake.admission.Admission} is asked before any byte of a submission is stored. {@link
 * org.anze.gateway.intake.admission.FairQueue} shares what is scarce between parties by what their work costs (deficit round
 * robin, Shreedhar and Varghese 1995), and {@link org.anze.gateway.intake.admission.UrgentLane} says what passes all of it.
 *
 * <p>Not here: the threads and the batches themselves ({@code intake}), the limits of connections and of single requests
 * ({@code routing.http}, {@code intake.sftp}).
 *
 * <p>Promise: what was refused was not kept; what was admitted is never dropped for being too much.
 */
@NullMarked
package org.anze.gateway.intake.admission;

import org.jspecify.annotations.NullMarked;
