package org.anze.gateway.mapping.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a submission says about itself as a whole, section {@code source.totals} of a mapping file (rule V-T01).
 *
 * @param row csv, xlsx, xls: how the totals row is told from the others
 * @param required whether a submission without totals is refused
 * @param count where the number of records stands; null when it is not given
 * @param sums tables: columns whose numbers are added up and compared exactly
 */
public record ControlTotals(
        SourceSettings.@Nullable RowMark row,
        boolean required,
        @Nullable Count count,
        List<String> sums) {

    /** Fills the absent list. */
    public ControlTotals {
        sums = sums == null ? List.of() : List.copyOf(sums);
    }

    /**
     * The number of records.
     *
     * @param column csv, xlsx, xls: column of the totals row; fixed: column of the trailer; xml, json: absolute path such as
     *     {@code /list/@count}
     * @param suffix word behind the number, such as 单; null when none
     */
    public record Count(String column, @Nullable String suffix) {}
}
