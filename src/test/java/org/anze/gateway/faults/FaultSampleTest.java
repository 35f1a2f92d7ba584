package org.anze.gateway.faults;

import java.io.IOException;
import org.anze.gateway.TestStores;
import org.anze.gateway.fault.Fault;
import org.anze.gateway.fault.Moment;
import org.anze.gateway.fault.Step;
import org.anze.gateway.flow.TwoNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A few faults of the matrix in every verification; all of them are in {@link FaultMatrixTest}. */
class FaultSampleTest {

    private static FaultSite site;

    @BeforeAll
    static void startSite() throws IOException {
        site = new FaultSite("faults", TestStores.server(), TwoNodes::broker);
        site.start();
    }

    @AfterAll
    static void stopSite() throws IOException {
        site.close();
    }

    @Test
    void losesNothingAndGivesNothingTwiceWhateverBreaks() throws Exception {
        site.strike(Step.REGISTER_COMMIT, Moment.AFTER, Fault.FAIL, 0);
        site.strike(Step.LEDGER_COMMIT, Moment.AFTER, Fault.FAIL, 0);
        site.strike(Step.PREPARE_COMMIT, Moment.AFTER, Fault.FAIL, 0);
        site.strike(Step.QUEUE_SEND, Moment.AFTER, Fault.FAIL, 0);
        site.strike(Step.SETTLE_COMMIT, Moment.BEFORE, Fault.FAIL, 0);
        site.strike(Step.DROP_RENAME, Moment.AFTER, Fault.FAIL, 0);
        site.strike(Step.LEDGER_COMMIT, Moment.BEFORE, Fault.FREEZE, 0);
        site.strike(Step.LEDGER_COMMIT, Moment.AFTER, Fault.HALT, 0);
        site.finish();
    }
}
