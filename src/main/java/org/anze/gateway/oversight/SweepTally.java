package org.anze.gateway.oversight;

/**
 * What came of one day's look.
 *
 * @param lookedAt business keys of records that have deadlines
 * @param told stages that were told for the first time
 * @param reopened stages that are due again after they had been settled
 * @param resolved stages whose cause is gone
 * @param unjudged business keys of which nobody can tell; the log names them
 * @param refused escalations that the rules of intake did not let pass
 */
record SweepTally(long lookedAt, long told, long reopened, long resolved, long unjudged, long refused) {

    static final SweepTally NOTHING = new SweepTally(0, 0, 0, 0, 0, 0);

    SweepTally plus(int keys, Judged judged) {
        return new SweepTally(
                lookedAt + keys,
                told + judged.told(),
                reopened + judged.reopened(),
                resolved + judged.resolved(),
                unjudged + judged.unjudged().size(),
                refused);
    }

    SweepTally refused(long count) {
        return new SweepTally(lookedAt, told, reopened, resolved, unjudged, refused + count);
    }
}
