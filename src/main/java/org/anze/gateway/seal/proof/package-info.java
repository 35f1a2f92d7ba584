/**
 * Proof bundles 证明包 (docs/spec/seal-v1.md §11 to §14): one record for one recipient with everything a stranger needs to
 * check it – inclusion, checkpoint, time stamp, cosignatures, origin – and the verifier of the same.
 *
 * <p>Not here: which record may be given to whom, fetching stamps and cosignatures ({@code evidence}), parcels
 * ({@code seal.parcel}).
 *
 * <p>Promise: a bundle has exactly one byte form, and what a verifier does not confirm it does not accept. The verifier needs
 * a trust file, the unit catalogue and nothing else of ours: no network, no clock, no secret. {@code verify.html} is a second
 * one, written from the page alone; the tests run both over the same bundles.
 */
@NullMarked
package org.anze.gateway.seal.proof;

import org.jspecify.annotations.NullMarked;
