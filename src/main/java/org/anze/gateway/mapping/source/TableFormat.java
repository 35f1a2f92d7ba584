package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;

/** Rows under headings, whatever kind of file they are in. */
final class TableFormat extends PartFormat {

    private final SourceSettings settings;
    private final List<String> needed;
    private final List<String> used;

    /** {@code used} are the columns whose damaged cells spoil a row; empty means all. */
    TableFormat(SourceSettings settings, Collection<String> needed, Collection<String> used) {
        this.settings = settings;
        this.needed = List.copyOf(needed);
        this.used = List.copyOf(used);
        SourceSettings.Fixed fixed = settings.fixed();
        if (fixed != null) {
            List<String> agreed =
                    fixed.columns().stream().map(SourceSettings.Column::name).toList();
            for (String column : needed) {
                if (Headings.isHeading(column) && !agreed.contains(column)) {
                    throw new IllegalArgumentException("source.fixed.columns: " + column);
                }
            }
        }
    }

    @Override
    PartReader read(InputStream in, Origin origin, boolean survey) {
        Rows rows = rows(in);
        try {
            return new TableReader(settings, rows, needed, used, origin, survey);
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private Rows rows(InputStream in) {
        return switch (settings.format()) {
            case CSV -> new CsvRows(settings, in);
            case FIXED -> FixedRows.of(settings, in);
            case XLSX -> XlsxRows.of(settings, in);
            case XLS -> XlsRows.of(settings, in);
            case XML, JSON, NDJSON -> throw new IllegalStateException("no table: " + settings.format());
        };
    }
}
