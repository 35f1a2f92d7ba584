package org.anze.gateway.oversight;

import java.util.List;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;

/** The operator's own party. */
final class SampleOperator {

    static final Party PARTY = new Party(
            "ops-gateway",
            PartyType.OPS,
            new Party.Name("网关运营中心（示例）", "gateway operator (sample)"),
            "12140000MBXX00999X",
            List.of(),
            new Party.Intake("canonical-escalation", List.of(), false, false, false, null, null, null),
            null,
            List.of());

    private SampleOperator() {}
}
