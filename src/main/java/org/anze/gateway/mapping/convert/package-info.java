/**
 * From the text a party wrote to a typed canonical value: amounts, percentages, dates, codes, regions.
 *
 * <p>Not here: where the text comes from ({@code mapping.source}) and which field it is for ({@code mapping}).
 *
 * <p>Promise: converters keep no state and may be shared between threads; what cannot be converted without a guess becomes
 * a finding of {@link org.anze.gateway.mapping.convert.ConversionProblem} and no value.
 */
@NullMarked
package org.anze.gateway.mapping.convert;

import org.jspecify.annotations.NullMarked;
