package org.anze.gateway.validation;

import org.jspecify.annotations.Nullable;

/**
 * The size of an enterprise by headcount and revenue, after the statistical classes of 2017: both conditions of a class
 * must hold, otherwise the class below.
 */
final class EnterpriseScale {

    private static final long YUAN = 100;
    private static final Row[] INDUSTRY = {
        new Row("L", 1000, 400_000_000 * YUAN), new Row("M", 300, 20_000_000 * YUAN), new Row("S", 20, 3_000_000 * YUAN)
    };
    private static final Row[] TRANSPORT = {
        new Row("L", 1000, 300_000_000 * YUAN), new Row("M", 300, 30_000_000 * YUAN), new Row("S", 20, 2_000_000 * YUAN)
    };

    private EnterpriseScale() {}

    /**
     * The code of table SCALE; null for industries whose class depends on figures that the record does not have.
     *
     * @param industry four digits of GB/T 4754-2017
     * @param revenue fen a year
     */
    static @Nullable String of(String industry, long employees, long revenue) {
        Row[] rows = rows(industry);
        if (rows == null) {
            return null;
        }
        for (Row row : rows) {
            if (employees >= row.employees && revenue >= row.revenue) {
                return row.scale;
            }
        }
        return "X";
    }

    private static Row @Nullable [] rows(String industry) {
        String division = industry.substring(0, 2);
        if (division.compareTo("06") >= 0 && division.compareTo("46") <= 0) {
            return INDUSTRY;
        }
        return division.compareTo("53") >= 0 && division.compareTo("56") <= 0 ? TRANSPORT : null;
    }

    private record Row(String scale, long employees, long revenue) {}
}
