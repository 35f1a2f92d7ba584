/**
 * The seal: what makes a record provable to a third party (docs/spec/seal-v1.md has the exact bytes).
 *
 * <p>This package holds the ground the others stand on: cipher suites, keys, certificates, canonical JSON and signed
 * checkpoints. {@code seal.tree} has the Merkle trees, {@code seal.entry} the sealing of one record, {@code
 * seal.parcel} the document a recipient gets and its verifier, {@code seal.note} keys of witnesses, {@code seal.proof} the
 * bundle that proves one record and its verifier. Arrows: proof → parcel → entry → tree → seal, proof → note → seal.
 *
 * <p>Not here: storage, the ledger's writer, agreements, formats of recipients. Nothing but the JDK and Bouncy Castle
 * is used, so that an outsider can check our proofs with a small jar.
 *
 * <p>Promises: untrusted input never ends in anything but a value or a {@link org.anze.gateway.seal.FlawException}; no
 * personal value is put into one; what a verifier accepts has exactly one byte form. Byte arrays are handed over, not
 * copied: who gives one away no longer changes it.
 */
@NullMarked
package org.anze.gateway.seal;

import org.jspecify.annotations.NullMarked;
