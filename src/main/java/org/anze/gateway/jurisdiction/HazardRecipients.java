package org.anze.gateway.jurisdiction;

import java.util.Set;
import org.anze.gateway.party.PartyType;

/** Which departments must learn of a major hazard that is overdue. */
public enum HazardRecipients {
    /** The emergency department or the sector department: one report at least. */
    EITHER(1, Set.of(PartyType.CTY, PartyType.SEC)),
    /** Both departments. */
    BOTH(2, Set.of(PartyType.CTY, PartyType.SEC)),
    /** The local safety regulator and the operation centre. */
    REGULATOR_AND_CENTRE(2, Set.of(PartyType.CTY, PartyType.BRK)),
    /** The sector department. */
    SECTOR(1, Set.of(PartyType.SEC));

    private final int reports;
    private final Set<PartyType> addressees;

    HazardRecipients(int reports, Set<PartyType> addressees) {
        this.reports = reports;
        this.addressees = addressees;
    }

    /** How many different departments must have been told. */
    public int reports() {
        return reports;
    }

    /** The kinds of parties among whom they are. */
    public Set<PartyType> addressees() {
        return addressees;
    }
}
