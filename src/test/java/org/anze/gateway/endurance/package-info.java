/**
 * Runs of minutes and hours: what a gateway with {@code -Xmx512m} does while a recipient stays away, a million messages come one
 * by one, a file is far larger than its memory, or everybody sends five times what it can take. Each run is sized by system
 * properties, says every minute how it stands, and ends by itself. Speed is never judged in absolute terms, only that it and
 * the memory stay what they were, and that every record is where it belongs.
 */
@NullMarked
package org.anze.gateway.endurance;

import org.jspecify.annotations.NullMarked;
