/**
 * The parameters that differ by place and time: limits, caps, deadlines, each with its legal source and its validity.
 *
 * <p>The files are {@code jurisdictions/*.yaml}. The parameters for a record are those of its place of risk on the date
 * of its event: national, then province, city and county, where a later level wins but may not loosen what protects
 * people and premiums.
 *
 * <p>Not here: the rules that use the parameters ({@code validation}), and who may see what ({@code access}).
 *
 * <p>Promise: a file with an unknown parameter, a value without unit, overlapping validity or a loosened guarantee is
 * refused as a whole; no rule ever runs with half of it.
 */
@NullMarked
package org.anze.gateway.jurisdiction;

import org.jspecify.annotations.NullMarked;
