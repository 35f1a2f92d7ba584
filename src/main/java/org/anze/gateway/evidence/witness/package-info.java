/**
 * Witnesses 见证: somebody else signs that the ledger only ever grew. Both sides of the C2SP tlog-witness protocol: the client
 * that the gateway uses and a witness that anybody can run; docs/spec/witness.md has the bytes.
 *
 * <p>Not here: the gateway's own signature on checkpoints ({@code seal}), where cosignatures are kept ({@code evidence}), the
 * command line ({@code cli}).
 *
 * <p>Promises: a witness signs for one ledger only what is consistent with everything it signed for it before, across crashes
 * too, because its memory is on disk before the answer leaves. Nothing but the seal, the JDK and Bouncy Castle is used, so
 * that a witness depends on no database and no framework.
 */
@NullMarked
package org.anze.gateway.evidence.witness;

import org.jspecify.annotations.NullMarked;
