package org.anze.gateway.mapping.table;

/**
 * One row of a field table, as written; empty text where a cell is empty.
 *
 * @param line physical line in the file
 * @param absent column {@code default}
 */
public record FieldRow(
        long line,
        String field,
        String source,
        String convert,
        String unit,
        String codes,
        String absent,
        String template,
        String expression,
        String condition) {}
