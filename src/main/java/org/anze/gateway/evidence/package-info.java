/**
 * Evidence 存证 from others: RFC 3161 time stamps over checkpoints and cosignatures of witnesses, so that a proof needs to
 * believe neither the gateway's clock nor that it shows everybody the same ledger.
 *
 * <p>Not here: what the gateway seals and signs itself ({@code seal}, {@code ledger}), proof bundles and their verifier
 * ({@code seal.proof}), the witness program's command line ({@code cli}).
 *
 * <p>Promises: nothing waits for a stamp or a cosignature; while none comes, only the assurance level of proofs is lower,
 * and a meter says for how many entries. What is kept was verified before. Everything towards the outside has a time limit
 * and a longest answer.
 */
@NullMarked
package org.anze.gateway.evidence;

import org.jspecify.annotations.NullMarked;
