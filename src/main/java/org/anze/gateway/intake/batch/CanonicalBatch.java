package org.anze.gateway.intake.batch;

import java.util.List;
import org.anze.gateway.mapping.Normalised;

/** A batch after the mapping: per raw record what it became, good or bad. */
public record CanonicalBatch(RawBatch raw, List<List<Normalised>> records) {}
