/**
 * The list of attacks: requests of {@code src/test/resources/attacks} against a whole gateway, none of which may be answered
 * with a byte of another party's record, and all of which are answered by the catalogue. Not for what a single filter or
 * reader refuses; that is tested beside it.
 */
@NullMarked
package org.anze.gateway.attack;

import org.jspecify.annotations.NullMarked;
