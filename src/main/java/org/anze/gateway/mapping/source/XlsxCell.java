package org.anze.gateway.mapping.source;

import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Reads one cell of a sheet after the other. For one thread. */
final class XlsxCell {

    private static final int LONGEST_FORMULA = 8192;
    private static final int MOST_SHARED_FORMULAS = 10_000;

    private final XlsxWorkbook workbook;
    private final XmlCursor xml;
    private final boolean cachedFormulas;
    private final CellText numbers;
    private final XlsxText inline;
    private final StringBuilder value = new StringBuilder();
    private final StringBuilder formula = new StringBuilder();
    private final Set<String> externalShared = new HashSet<>();
    private String text = "";
    private long row;
    private int column;
    private @Nullable SourceProblem fault;

    XlsxCell(XlsxWorkbook workbook, XmlCursor xml, boolean cachedFormulas) {
        this.workbook = workbook;
        this.xml = xml;
        this.cachedFormulas = cachedFormulas;
        this.numbers = new CellText(workbook.isFrom1904());
        this.inline = new XlsxText(xml, CellText.LONGEST);
    }

    String text() {
        return text;
    }

    /** Why the text must not be used; null when it may. */
    @Nullable
    SourceProblem fault() {
        return fault;
    }

    /** Reads from the start of the element, where the cursor stands, to its end; the column from 0. */
    int read(int lastColumn, long rowNumber) {
        row = rowNumber;
        String reference = null;
        String type = "n";
        int style = 0;
        for (int i = 0; i < xml.attributes(); i++) {
            switch (xml.attributeName(i)) {
                case "r" -> reference = xml.attributeValue(i);
                case "t" -> type = xml.attributeValue(i);
                case "s" -> style = XlsxWorkbook.number(xml.attributeValue(i));
                default -> {}
            }
        }
        column = reference == null ? lastColumn + 1 : column(reference);
        value.setLength(0);
        fault = null;
        CharSequence rich = null;
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.localName()) {
                    case "v" -> readText(value, CellText.LONGEST);
                    case "f" -> readFormula();
                    case "is" -> rich = inline.read();
                    default -> skip();
                }
            }
        }
        text = rich == null ? text(type, style) : rich.toString();
        return column;
    }

    private int column(String reference) {
        int letters = 0;
        int at = 0;
        while (at < reference.length() && at < 3 && reference.charAt(at) >= 'A' && reference.charAt(at) <= 'Z') {
            letters = 26 * letters + reference.charAt(at) - 'A' + 1;
            at++;
        }
        long number = 0;
        for (int i = at; i < reference.length(); i++) {
            char c = reference.charAt(i);
            number = c < '0' || c > '9' || number > 10_000_000 ? -1 : 10 * number + c - '0';
            if (number < 0) {
                break;
            }
        }
        if (letters == 0 || number != row) {
            throw new SenderMustCorrect(
                    SourceProblem.WORKBOOK_BROKEN, Location.ofLine(row), "cell reference in row " + row);
        }
        return letters - 1;
    }

    private SenderMustCorrect broken() {
        return SheetRows.brokenCell(row, column);
    }

    private void readText(StringBuilder target, int longest) {
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                xml.appendText(target, longest);
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                throw broken();
            }
        }
    }

    private void skip() {
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private void readFormula() {
        String shared = xml.attribute("si");
        formula.setLength(0);
        readText(formula, LONGEST_FORMULA);
        boolean external = isExternal();
        if (shared != null && external && externalShared.size() < MOST_SHARED_FORMULAS) {
            // The other cells of a shared formula name the number only.
            externalShared.add(shared);
        }
        if (external || shared != null && externalShared.contains(shared)) {
            fault = SourceProblem.FORMULA_EXTERNAL;
        } else if (!cachedFormulas) {
            fault = SourceProblem.FORMULA_CELL;
        }
    }

    /** {@code [1]Sheet1!A1} is a cell of another file, {@code cmd|'…'!A0} another program; {@code Table1[name]} is neither. */
    private boolean isExternal() {
        for (int i = 0; i + 2 < formula.length(); i++) {
            char c = formula.charAt(i);
            if (c == '|') {
                return true;
            }
            if (c == '[' && Character.isDigit(formula.charAt(i + 1))) {
                int end = i + 1;
                while (end < formula.length() && Character.isDigit(formula.charAt(end))) {
                    end++;
                }
                if (end < formula.length() && formula.charAt(end) == ']') {
                    return true;
                }
            }
        }
        return false;
    }

    private String text(String type, int style) {
        if (value.length() == 0) {
            return "";
        }
        String written = value.toString();
        switch (type) {
            case "s" -> {
                return shared(written.trim());
            }
            case "str", "inlineStr", "d" -> {
                return written;
            }
            case "b" -> {
                return written.trim().equals("1") ? "TRUE" : "FALSE";
            }
            case "e" -> {
                fault = fault == null ? SourceProblem.ERROR_CELL : fault;
                return written;
            }
            case "n" -> {
                return number(written.trim(), style);
            }
            default -> throw broken();
        }
    }

    private String shared(String written) {
        String known = workbook.texts().get(XlsxWorkbook.digits(written));
        if (known == null) {
            throw broken();
        }
        return known;
    }

    private String number(String written, int style) {
        CellFormat format = workbook.format(style);
        String read = numbers.of(written, format);
        if (read == null) {
            throw broken();
        }
        if (fault == null && format.isAmbiguous()) {
            fault = SourceProblem.FORMAT_CHANGES_NUMBER;
        }
        if (fault == null && CellText.hasLostDigits(read)) {
            fault = SourceProblem.DIGITS_LOST;
        }
        return read;
    }
}
