package org.anze.gateway.intake.returned;

import java.util.regex.Pattern;
import org.anze.gateway.record.text.CellText;

/**
 * Spreadsheet programs run a cell that begins like a formula. Such a cell gets an apostrophe in front; numbers with a sign do
 * not need it. Reversible: what had apostrophes already gets one more, and {@link #restore} takes exactly one away.
 */
final class Formulas {

    private static final Pattern NUMBER = Pattern.compile("[+-][0-9][0-9,]*(?:\\.[0-9]*)?%?");

    private Formulas() {}

    static String neutralise(String cell) {
        return isDangerous(cell) ? "'" + cell : cell;
    }

    /** The cell as it was before {@link #neutralise}. */
    static String restore(String cell) {
        return cell.startsWith("'") && isDangerous(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean isDangerous(String cell) {
        int start = 0;
        while (start < cell.length() && cell.charAt(start) == '\'') {
            start++;
        }
        return CellText.beginsFormula(cell.substring(start))
                && !(start == 0 && NUMBER.matcher(cell).matches());
    }
}
