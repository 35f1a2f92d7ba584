/**
 * Sealing one record: disclosure units, salts, unit leaves, the record root, and the header that becomes the ledger
 * entry.
 *
 * <p>Not here: what a unit contains, where seeds are kept, how entries are stored.
 *
 * <p>Promise: the same units and seed always give the same hashes, on any thread.
 */
@NullMarked
package org.anze.gateway.seal.entry;

import org.jspecify.annotations.NullMarked;
