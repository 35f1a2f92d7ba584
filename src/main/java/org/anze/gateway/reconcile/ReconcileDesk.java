package org.anze.gateway.reconcile;

import java.time.LocalDate;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What parties ask when they reconcile (docs/spec/reconciliation.md). Everything is about the asker's own records and what was
 * delivered to it. Safe for many threads.
 *
 * <p>All methods throw {@link SenderMustCorrect} for what the asker must change and {@link TryAgainLater} for what passes.
 */
public interface ReconcileDesk {

    /** The figures of a day of China time, per record type and direction, and whether the equations hold; not signed. */
    Answer figures(Asker asker, LocalDate day);

    /**
     * Compares control totals or a list of records with our side; the results are kept and can be asked for by number.
     *
     * @param csv whether the body is a CSV file of control totals instead of JSON
     */
    Answer compare(Asker asker, byte[] body, boolean csv);

    /**
     * A page of the differing records of one comparison.
     *
     * @param id its number
     * @param after number of the last difference of the page before; 0 for the first page
     */
    Answer result(Asker asker, long id, long after);

    /**
     * Hashes over the ranges of a range of keys, or the records of it when they are few.
     *
     * @param from first key of the range; null for the first there is
     * @param to first key behind it; null for no bound
     */
    Answer tree(
            Asker asker,
            Direction direction,
            RecordType type,
            LocalDate day,
            @Nullable String from,
            @Nullable String to,
            Compare compare);

    /** The signed sheet of a day. */
    Answer sheet(Asker asker, LocalDate day);

    /** The same as a workbook (xlsx); for reading, the signature is in the sheet. */
    Answer workbook(Asker asker, LocalDate day);
}
