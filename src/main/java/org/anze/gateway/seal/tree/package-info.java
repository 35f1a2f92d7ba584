/**
 * Merkle trees as in RFC 9162 §2.1 with the hash of a suite: growing one, and proofs of inclusion and consistency.
 *
 * <p>Not here: where hashes are stored ({@link org.anze.gateway.seal.tree.TreeHashes} is the opening for that) and what
 * a leaf means.
 *
 * <p>Promise: verifying never trusts the length of a proof; it is consumed exactly or refused.
 */
@NullMarked
package org.anze.gateway.seal.tree;

import org.jspecify.annotations.NullMarked;
