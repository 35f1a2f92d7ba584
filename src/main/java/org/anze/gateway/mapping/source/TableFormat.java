package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;

/** Rows under headings, whatever kind of file they are in. */
final class TableFormat extends PartFormat {

    private final SourceSettings settings;
    private final List<String> needed;

    /** Damaged cells of the {@code needed} columns spoil a row; of all columns when there are none. */
    TableFormat(SourceSettings settings, Collection<String> needed) {
        this.settings = settings;
        this.needed = needed.stream().filter(column -> !column.startsWith("@")).toList();
        FixedLayout fixed = settings.fixed();
        if (fixed != null) {
            List<String> agreed =
                    fixed.columns().stream().map(FixedLayout.Column::name).toList();
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
            return new TableReader(settings, rows, needed, origin, survey);
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
