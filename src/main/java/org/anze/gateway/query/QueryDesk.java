package org.anze.gateway.query;

import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * Answers what parties ask about records. Everything that is not permitted, and everything that does not exist, is {@link
 * QueryProblem#NOT_FOUND}. What may be given but was destroyed with its data key is named as unreadable. Safe for many
 * threads.
 *
 * <p>All methods throw {@link SenderMustCorrect} for what the asker must change and {@link TryAgainLater} for what passes.
 */
public interface QueryDesk {

    /**
     * A page of newest versions, the newest entry first; withdrawn records are not among them.
     *
     * @param after token of the page before; null for the first page
     * @param limit most records in the page; null for the default
     */
    Answer records(Asker asker, RecordFilter filter, @Nullable String after, @Nullable Integer limit);

    /**
     * The newest version of a record, one per party that sent one.
     *
     * @throws SenderMustCorrect with {@code KEY-0008} when none of them can be read any more
     */
    Answer record(Asker asker, RecordKey key);

    /** All versions that may be given, the newest first. */
    Answer versions(Asker asker, RecordKey key);

    /** What changed from version to version, as far as both may be given. */
    Answer history(Asker asker, RecordKey key);

    /** The proof bundle of the newest version; {@code provider} must be named when several parties sent one. */
    Answer proof(Asker asker, RecordKey key);

    /**
     * The proof bundle of one entry of the ledger, whichever version it is, as long as the newest version of its key may be
     * given too. For orders over frozen lists of entries; parties ask by key.
     */
    Answer proof(Asker asker, long entry);

    /** Whether something holds of a unit today: yes or no, of how many records, and how many could not be read any more. */
    Answer status(Asker asker, StatusQuestion question, String uscc);
}
