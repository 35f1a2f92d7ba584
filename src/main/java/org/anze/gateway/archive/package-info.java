/**
 * Keeping and leaving (归档): closed months in bundles that verify offline, and what is taken out of the live tables afterwards.
 *
 * <p>A bundle is one zip file with a signed manifest: entries, tiles, checkpoints with what others signed, units and raw bytes
 * as they lie (closed under data keys that are not in it), submissions with their receipts, an index to search by. Its form is
 * docs/spec/archive-v1.md.
 *
 * <p>Not here: how proofs are verified ({@code seal}), keys and their destruction ({@code keys}), who may look ({@code access}).
 *
 * <p>Promises: a month is written only when nothing of it is under way. Taking out needs a second place where the very bundle
 * was verified, and two people; entries, hashes and keys of records stay, so that duplicates are known for ever and proofs hold.
 * A bundle never lets content be read whose data key was destroyed.
 */
@NullMarked
package org.anze.gateway.archive;

import org.jspecify.annotations.NullMarked;
