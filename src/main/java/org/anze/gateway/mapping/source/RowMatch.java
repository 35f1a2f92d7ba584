package org.anze.gateway.mapping.source;

import org.anze.gateway.mapping.convert.Texts;

/** Tells a row by the text of one cell; made once per reading, asked for every row. */
final class RowMatch {

    private final int column;
    private final String wanted;
    private final boolean whole;

    RowMatch(SourceSettings.RowMark mark, Headings headings) {
        this.column = mark.column() == null ? -1 : headings.need(mark.column());
        this.whole = mark.equals() != null;
        String text = mark.equals() == null ? mark.startsWith() : mark.equals();
        this.wanted = Texts.compact(text == null ? "" : text);
    }

    boolean matches(Rows row) {
        String text = column < 0 ? firstText(row) : row.cell(column);
        int start = 0;
        while (start < text.length() && Blanks.isBlank(text.charAt(start))) {
            start++;
        }
        if (start == text.length()) {
            return false;
        }
        // Nearly every row differs in the first character; only full-width signs could be the same in another form.
        char first = text.charAt(start);
        if (first != wanted.charAt(0) && first < '\uFF00') {
            return false;
        }
        String compact = Texts.compact(text);
        return whole ? compact.equals(wanted) : compact.startsWith(wanted);
    }

    private static String firstText(Rows row) {
        for (int i = 0; i < row.width(); i++) {
            String text = row.cell(i);
            if (!Blanks.isBlank(text)) {
                return text;
            }
        }
        return "";
    }
}
