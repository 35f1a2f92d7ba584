package org.anze.gateway.jurisdiction;

/** Which departments must learn of a major hazard that is overdue. */
public enum HazardRecipients {
    /** The emergency department or the sector department: one report at least. */
    EITHER(1),
    /** Both departments. */
    BOTH(2);

    private final int reports;

    HazardRecipients(int reports) {
        this.reports = reports;
    }

    /** How many different departments must have been told. */
    public int reports() {
        return reports;
    }
}
