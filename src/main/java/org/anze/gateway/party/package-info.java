/**
 * Who takes part: parties, their types and the files under {@code parties/} that describe them.
 *
 * <p>Not here: what a party may see ({@code access}), how its data is read ({@code mapping}), its private keys.
 *
 * <p>Promise: a party whose file is broken is known by name and stopped; the others are not touched.
 */
@NullMarked
package org.anze.gateway.party;

import org.jspecify.annotations.NullMarked;
