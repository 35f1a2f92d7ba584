package org.anze.gateway.oversight;

import java.util.List;

/**
 * What came of a page of records.
 *
 * @param escalations versions to write, in the order of the records
 * @param reopened how many of them take up again what was settled
 * @param unjudged each key once
 */
record Judged(List<Escalation> escalations, int reopened, List<Unjudged> unjudged) {

    int resolved() {
        return (int) escalations.stream().filter(Escalation::isResolved).count();
    }

    int told() {
        return escalations.size() - resolved() - reopened;
    }
}
