package org.anze.gateway.query.statistics;

import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;

/** Answers what parties ask for in figures. Safe for many threads. */
@FunctionalInterface
public interface StatisticsDesk {

    /**
     * The cells of a table, as JSON.
     *
     * @throws SenderMustCorrect for what the asker must change, or may not have
     * @throws TryAgainLater while the figures are not up with the ledger
     */
    Answer figures(Asker asker, StatisticsRequest request);
}
