package org.anze.gateway.record;

import org.jspecify.annotations.Nullable;

/**
 * What decides who a record concerns: DOMAIN.md B3.
 *
 * @param riskRegion place of risk, six digits of GB/T 2260; null when the source does not tell it, and then no agreement
 *     that is limited to a region matches
 * @param sector code of table SEC; null when unknown, with the same consequence
 * @param insurer party id of the insurer whose business it is
 */
public record Scope(@Nullable String riskRegion, @Nullable String sector, String insurer) {}
