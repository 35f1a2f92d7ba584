package org.anze.gateway.validation;

import java.util.List;
import java.util.stream.Stream;

/** Every problem that a rule of this package can find, by code. */
final class Problems {

    static final List<RuleProblem> ALL = Stream.<RuleProblem[]>of(
                    ValidationProblem.values(),
                    EnterpriseProblem.values(),
                    PolicyProblem.values(),
                    ClaimProblem.values(),
                    AccidentProblem.values(),
                    HazardProblem.values(),
                    ServiceProblem.values(),
                    ReferenceProblem.values(),
                    FeeProblem.values(),
                    SupervisionProblem.values(),
                    DeadlineProblem.values())
            .flatMap(Stream::of)
            .toList();

    private Problems() {}
}
