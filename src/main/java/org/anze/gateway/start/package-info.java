/**
 * Puts the parts together and starts them in order: keys, database, broker, the folders that operators edit, channels,
 * feeds.
 *
 * <p>Not here: anything that happens to a record or a parcel.
 *
 * <p>Promise: what must exist and does not, stops the start with its path; the way down is the way up reversed.
 */
@NullMarked
package org.anze.gateway.start;

import org.jspecify.annotations.NullMarked;
