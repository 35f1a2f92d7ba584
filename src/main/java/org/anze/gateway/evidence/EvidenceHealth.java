package org.anze.gateway.evidence;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * How far stamps and witnesses are, as details. Always up: a gateway without a stamp works, its proofs have a lower assurance.
 */
final class EvidenceHealth extends AbstractHealthIndicator {

    private final EvidenceKeeper keeper;

    EvidenceHealth(EvidenceKeeper keeper) {
        super("the state of the evidence cannot be read");
        this.keeper = keeper;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        EvidenceState state = keeper.state();
        health.up()
                .withDetail("entries", state.entries())
                .withDetail("unstamped", state.unstamped())
                .withDetail("alarm", state.isAlarm());
        state.authorities()
                .forEach(authority -> health.withDetail(
                        "authority " + authority.name(), authority.fault() == null ? "ok" : authority.fault()));
        state.witnesses()
                .forEach(witness -> health.withDetail(
                        "witness " + witness.name(),
                        witness.cosigned() + (witness.outcome() == null ? "" : " " + witness.outcome())));
    }
}
