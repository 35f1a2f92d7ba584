package org.anze.gateway.validation;

import org.anze.gateway.problem.ProblemKind;
import org.jspecify.annotations.Nullable;

/** A row of the problem catalogue that belongs to a rule. */
public interface RuleProblem extends ProblemKind {

    /** The rule of DOMAIN.md D, such as {@code V-P03}; null for what the definition of the type asks. */
    @Nullable
    String rule();
}
