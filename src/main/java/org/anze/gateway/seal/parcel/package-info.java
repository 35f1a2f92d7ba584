/**
 * The document that a recipient gets, and what proves it: parcels, receipts, and their offline verifier.
 *
 * <p>Not here: who may see what, renditions in the recipient's format, sending.
 *
 * <p>Promise: a parcel has exactly one byte form; changing any byte of it makes the verifier refuse it. The verifier
 * needs a trust anchor, the unit catalogue and nothing else of ours.
 */
@NullMarked
package org.anze.gateway.seal.parcel;

import org.jspecify.annotations.NullMarked;
