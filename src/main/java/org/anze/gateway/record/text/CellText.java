package org.anze.gateway.record.text;

import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A canonical value in a cell of a table. A value that is absent is an empty cell. A text that a spreadsheet program
 * could take for a formula gets an apostrophe in front (OWASP, CSV injection), and so does one that begins with an
 * apostrophe itself; an empty text is a lone apostrophe. Whoever reads takes one apostrophe away, so nothing is
 * lost. Stateless.
 */
public final class CellText {

    private static final char MARK = '\'';
    /**
     * What spreadsheet programs take for the beginning of a formula: half width, full width, the small forms that even
     * out to the same signs, and the minus sign.
     */
    private static final String FORMULA_STARTS = "=+-@＝＋－＠﹦﹢﹣﹫−";

    private CellText() {}

    /** The cell of a value; numbers are no text, so a negative one stays as it is. */
    public static String write(FieldType type, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = CanonicalText.write(type, value);
        return value instanceof Long ? text : inert(text);
    }

    /** The text in a cell as its writer meant it; null when the cell is empty. */
    public static @Nullable String read(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return cell.charAt(0) == MARK ? cell.substring(1) : cell;
    }

    /** A text that no spreadsheet program runs. */
    public static String inert(String text) {
        return text.isEmpty() || text.charAt(0) == MARK || beginsFormula(text) ? MARK + text : text;
    }

    /**
     * Whether a spreadsheet program could take the text for a formula; blanks and invisible signs in front are passed
     * over.
     */
    public static boolean beginsFormula(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\r' || c == '\n' || FORMULA_STARTS.indexOf(c) >= 0) {
                return true;
            }
            if (!isPassedOver(c)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isPassedOver(char c) {
        return Character.isSpaceChar(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
