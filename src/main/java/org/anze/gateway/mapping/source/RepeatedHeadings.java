package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.mapping.convert.Texts;

/** Knows the heading rows again that a report repeats on every page; asked for every row. */
final class RepeatedHeadings {

    private final List<String[]> headings;

    /** {@code headings} are the heading rows, their cells without blanks. */
    RepeatedHeadings(List<String[]> headings) {
        this.headings = headings;
    }

    boolean matches(Rows row) {
        for (String[] heading : headings) {
            if (isSame(row, heading)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Rows row, String[] heading) {
        int width = Math.max(heading.length, row.width());
        boolean any = false;
        for (int i = 0; i < width; i++) {
            String wanted = i < heading.length ? heading[i] : "";
            if (!isSame(row.cell(i), wanted)) {
                return false;
            }
            any |= !wanted.isEmpty();
        }
        return any;
    }

    /** Nearly every row differs in length or first character, so that the costly comparison is never made. */
    private static boolean isSame(String cell, String wanted) {
        if (cell.equals(wanted)) {
            return true;
        }
        if (cell.isEmpty() || cell.length() < wanted.length()) {
            return false;
        }
        char first = cell.charAt(0);
        boolean plain = first > ' ' && first < 0x2000 || first >= 0x4E00 && first < 0xA000;
        if (plain && (wanted.isEmpty() || first != wanted.charAt(0))) {
            return false;
        }
        return Texts.compact(cell).equals(wanted);
    }
}
