package org.anze.gateway.intake.returned;

/** The names of what is put beside a sender's own columns, and how to tell it from them. */
final class Marks {

    /** In front of the heading of a column that says what is wrong with the cell on its left. */
    static final String PROBLEM = "〔问题〕";
    /** What is wrong with the record as a whole, and where it stood. */
    static final String REASON = "〔退回原因〕";
    /** Holds the token; by this heading a mended file is recognised. */
    static final String TOKEN = "〔勿改动〕";

    static final String ENGLISH = "〔English〕";

    /** Brackets cannot stand in the name of an XML element. */
    static final String XML_PROBLEM = "_问题";

    static final String XML_REASON = "_退回原因";
    static final String XML_TOKEN = "_勿改动";
    static final String XML_ENGLISH = "_English";

    /**
     * In the token's place begins what binds a row to the record above it: the record's ordinal and the row's number, so that a
     * row that was moved away is not taken for one of another record.
     */
    static final String ROW_OF_ABOVE = "↑";

    /** In the token's place: this row is a remark of ours and no record. */
    static final String REMARK = "※";

    /** In place of a value that could not be read; a record that still has it is refused. */
    static final String FILL_IN = "〔请填写〕";

    /** Name of the sheet with the records in a workbook. */
    static final String SHEET = "退回改正";

    private Marks() {}

    /** In the token's place of a record's n-th row, from 0; the first has the token itself. */
    static String rowOfAbove(long ordinal, int row) {
        return ROW_OF_ABOVE + ordinal + "." + row;
    }

    /** Whether a column or path is one of ours. */
    static boolean isOurs(String path) {
        if (path.indexOf('〔') < 0 && path.indexOf('_') < 0) {
            return false;
        }
        for (String part : path.split("/")) {
            if (part.startsWith(PROBLEM)
                    || part.equals(REASON)
                    || part.equals(TOKEN)
                    || part.equals(ENGLISH)
                    || part.equals(XML_PROBLEM)
                    || part.equals(XML_REASON)
                    || part.equals(XML_TOKEN)
                    || part.equals(XML_ENGLISH)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a path is where the token stands. */
    static boolean isToken(String path) {
        return path.equals(TOKEN) || path.equals(XML_TOKEN);
    }
}
