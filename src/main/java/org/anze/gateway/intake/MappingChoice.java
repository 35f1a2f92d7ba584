package org.anze.gateway.intake;

import java.util.function.Supplier;
import org.anze.gateway.access.WriteRights;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordDefinition;

/** Which mapping a submission is read under. Safe for many threads. */
final class MappingChoice {

    private final Supplier<Mappings> mappings;

    MappingChoice(Supplier<Mappings> mappings) {
        this.mappings = mappings;
    }

    /**
     * The mapping the sender asked for, or its usual one.
     *
     * @throws SenderMustCorrect when the sender may not use it, or may not write what it makes (DOMAIN.md B2)
     * @throws TryAgainLater when it is broken
     */
    Mapping of(Arrival arrival) {
        Party.Intake intake = arrival.party().intake();
        if (intake == null) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        String name = arrival.mapping() == null ? intake.mapping() : arrival.mapping();
        if (name == null || !mayUse(intake, name)) {
            throw new SenderMustCorrect(IntakeProblem.MAPPING_NOT_ALLOWED, Location.WHOLE, name == null ? "—" : name);
        }
        Mapping mapping = mappings.get()
                .find(arrival.party().id(), name)
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.MAPPING_UNKNOWN, null, name));
        WriteRights.require(
                arrival.party(),
                mapping.definitions().stream().map(RecordDefinition::type).toList());
        return mapping;
    }

    private static boolean mayUse(Party.Intake intake, String name) {
        return intake.allows(name)
                || (intake.sftp() != null && intake.sftp().files().containsValue(name))
                || (intake.queue() != null && name.equals(intake.queue().mapping()))
                || (intake.legacySoap() != null
                        && name.equals(intake.legacySoap().mapping()));
    }
}
