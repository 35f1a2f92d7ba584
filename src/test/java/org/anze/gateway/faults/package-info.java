/**
 * What happens to every record when something breaks: real gateway processes under load, one fault after the other, and after
 * each of them the same questions ({@link org.anze.gateway.faults.Conservation}). docs/operations/fault-matrix.md is the
 * outcome.
 */
@NullMarked
package org.anze.gateway.faults;

import org.jspecify.annotations.NullMarked;
