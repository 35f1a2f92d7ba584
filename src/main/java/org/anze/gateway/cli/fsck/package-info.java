/**
 * The file-system check of the ledger: derives everything again that can be derived, and names what differs.
 *
 * <p>Not here: mending. What is wrong in a ledger is a matter for people; a backup that passes this check is the remedy.
 *
 * <p>Promises: nothing is written; one snapshot of the database is looked at, so a gateway may run meanwhile; memory does not
 * grow with the ledger. No content is opened: neither the data keys nor the sealing key are needed.
 */
@NullMarked
package org.anze.gateway.cli.fsck;

import org.jspecify.annotations.NullMarked;
