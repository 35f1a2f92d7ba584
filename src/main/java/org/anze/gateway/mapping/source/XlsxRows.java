package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import org.anze.gateway.problem.SenderMustCorrect;

/** The rows of one sheet of an xlsx workbook, streaming. */
final class XlsxRows extends SheetRows {

    private final XlsxWorkbook workbook;
    private final XlsxWorkbook.Sheet sheet;
    private final InputStream in;
    private final XmlCursor xml;
    private final XlsxCell cell;
    private final int others;
    private boolean ended;

    private XlsxRows(SourceSettings settings, XlsxWorkbook workbook) throws IOException {
        super(settings);
        this.workbook = workbook;
        this.sheet = ListedSheet.choose(workbook.sheets(), settings.sheet());
        this.in = workbook.open(sheet.part());
        this.xml = workbook.cursor(in);
        this.cell = new XlsxCell(workbook, xml, settings.formulas() == SourceSettings.Formulas.CACHED);
        this.others = settings.sheet() == null ? ListedSheet.others(workbook.sheets(), sheet) : 0;
    }

    static XlsxRows of(SourceSettings settings, InputStream in) {
        XlsxWorkbook workbook = XlsxWorkbook.of(Archive.of(in, "xlsx"));
        try {
            return new XlsxRows(settings, workbook);
        } catch (IOException e) {
            workbook.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    @Override
    boolean read() {
        try {
            while (!ended) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (xml.localName().equals("row")) {
                            readRow();
                            return true;
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (xml.localName().equals("sheetData")) {
                            finish();
                        }
                    }
                    case XMLStreamConstants.END_DOCUMENT -> ended = true;
                    default -> {}
                }
            }
            return false;
        } catch (SenderMustCorrect e) {
            // Rows and cells have places of their own; what the parser says is about the part.
            boolean parser = e.finding().code().equals(SourceProblem.XML_MALFORMED.code())
                    || e.finding().code().equals(SourceProblem.XML_DOCTYPE.code())
                    || e.finding().code().equals(SourceProblem.TOO_DEEP_OR_LARGE.code());
            throw parser ? new Origin(sheet.part(), 0).within(e) : e;
        }
    }

    /** What follows the rows is of no interest, but its check sum is. */
    private void finish() {
        ended = true;
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readRow() {
        String number = xml.attribute("r");
        beginRow(number == null ? line() + 1 : XlsxWorkbook.number(number));
        int last = -1;
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (!xml.localName().equals("c")) {
                    throw XlsxWorkbook.broken("row " + line());
                }
                int column = cell.read(last, line());
                if (column <= last) {
                    throw brokenCell(column);
                }
                last = column;
                set(column, cell.text(), cell.fault());
            }
        }
    }

    @Override
    Map<String, String> constants() {
        return constants(sheet.name(), workbook.isFrom1904());
    }

    @Override
    int otherSheets() {
        return others;
    }

    @Override
    public void close() {
        ended = true;
        try (workbook) {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
