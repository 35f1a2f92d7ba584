/**
 * SFTP drops: a party puts files into {@code in/} of its own home and finds receipts in {@code receipts/}.
 *
 * <p>What it promises. A file is taken exactly when it was closed completely: the bytes are forced to disk and the file is
 * renamed into a spool folder outside the party's reach <em>before</em> the close (or the rename away from {@code .part}
 * or {@code .tmp}) is answered. So whatever lies in {@code in/} under a final name after a crash was never closed and is
 * never taken by itself; whatever lies in the spool was closed and is taken again after a restart until the intake desk
 * has it. Files that wait for a rename or for their {@code .ok} carry a marker beside the spool that says at which size
 * they were closed; without it a rename is refused. Files of one party are handed over in the order of their arrival.
 *
 * <p>What it cannot know: a client that stops an upload half-way and then closes the handle properly (OpenSSH does so on
 * Ctrl-C) has, on the wire, sent a whole file. Parties are told to upload as {@code .part} and rename, or to use
 * {@code .ok} files.
 *
 * <p>Not here: what is in a file, and how parcels leave by SFTP ({@code delivery.sftp}).
 */
@NullMarked
package org.anze.gateway.intake.sftp;

import org.jspecify.annotations.NullMarked;
