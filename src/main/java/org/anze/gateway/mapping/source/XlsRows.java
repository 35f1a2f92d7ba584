package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.Map;
import org.apache.poi.ss.formula.ptg.Area3DPtg;
import org.apache.poi.ss.formula.ptg.NameXPtg;
import org.apache.poi.ss.formula.ptg.Ptg;
import org.apache.poi.ss.formula.ptg.Ref3DPtg;
import org.apache.poi.util.LittleEndianByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of one sheet of an Excel 97–2003 workbook, streaming. */
final class XlsRows extends SheetRows {

    private static final int FORMULA = 0x06;
    private static final int MUL_RK = 0xBD;
    private static final int RICH_LABEL = 0xD6;
    private static final int LABEL_SST = 0xFD;
    private static final int NUMBER = 0x203;
    private static final int LABEL = 0x204;
    private static final int BOOL_ERR = 0x205;
    private static final int STRING = 0x207;
    private static final int RK = 0x27E;

    private final XlsWorkbook workbook;
    private final XlsWorkbook.Sheet sheet;
    private final BiffStream biff;
    private final CellText numbers;
    private final boolean cachedFormulas;
    private final int others;
    private int type;
    private boolean held;
    private boolean ended;
    private int formulaColumn = -1;
    private @Nullable SourceProblem formulaFault;

    private XlsRows(SourceSettings settings, XlsWorkbook workbook) {
        super(settings);
        this.workbook = workbook;
        this.biff = workbook.biff();
        this.sheet = ListedSheet.choose(workbook.worksheets(), settings.sheet());
        this.numbers = new CellText(workbook.isFrom1904());
        this.cachedFormulas = settings.formulas() == SourceSettings.Formulas.CACHED;
        this.others = settings.sheet() == null ? ListedSheet.others(workbook.worksheets(), sheet) : 0;
        workbook.goTo(sheet);
    }

    static XlsRows of(SourceSettings settings, InputStream in) {
        XlsWorkbook workbook = XlsWorkbook.of(in);
        try {
            return new XlsRows(settings, workbook);
        } catch (RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    @Override
    boolean read() {
        boolean any = false;
        while (!ended) {
            type = held ? type : biff.next();
            held = false;
            if (isCell()) {
                int row = biff.u16() + 1;
                if (!any) {
                    beginRow(row);
                    any = true;
                } else if (row != line()) {
                    // The first cell of the next row.
                    biff.seek(0);
                    held = true;
                    return true;
                }
                readCell();
            } else {
                other();
            }
        }
        return any;
    }

    private boolean isCell() {
        return switch (type) {
            case FORMULA, MUL_RK, RICH_LABEL, LABEL_SST, NUMBER, LABEL, BOOL_ERR, RK -> true;
            default -> false;
        };
    }

    private void other() {
        switch (type) {
            case XlsWorkbook.EOF -> ended = true;
            case XlsWorkbook.BOF -> workbook.skipPart();
            case STRING -> {
                if (formulaColumn >= 0) {
                    put(formulaColumn, biff.plainText(), formulaFault);
                    formulaColumn = -1;
                }
            }
            case -1 -> throw XlsxWorkbook.broken("EOF");
            default -> {}
        }
    }

    private void put(int column, String text, @Nullable SourceProblem fault) {
        if (column < width()) {
            throw brokenCell(column);
        }
        set(column, text, fault);
    }

    private void number(int column, double number, int style, @Nullable SourceProblem known) {
        CellFormat format = workbook.format(style);
        String text = Double.isFinite(number) ? numbers.of(number, format) : "#NUM!";
        SourceProblem fault = known;
        if (fault == null && !Double.isFinite(number)) {
            fault = SourceProblem.ERROR_CELL;
        } else if (fault == null && format.isAmbiguous()) {
            fault = SourceProblem.FORMAT_CHANGES_NUMBER;
        } else if (fault == null && CellText.hasLostDigits(text)) {
            fault = SourceProblem.DIGITS_LOST;
        }
        put(column, text, fault);
    }

    private void readCell() {
        formulaColumn = -1;
        int column = biff.u16();
        if (type == MUL_RK) {
            for (int i = column; biff.position() + 6 <= biff.length() - 2; i++) {
                int style = biff.u16();
                number(i, packed(biff.i32()), style, null);
            }
            return;
        }
        int style = biff.u16();
        switch (type) {
            case LABEL_SST -> {
                String text = workbook.texts().get(biff.i32());
                if (text == null) {
                    throw brokenCell(column);
                }
                put(column, text, null);
            }
            case NUMBER -> number(column, biff.f64(), style, null);
            case RK -> number(column, packed(biff.i32()), style, null);
            case LABEL, RICH_LABEL -> put(column, biff.plainText(), null);
            case BOOL_ERR -> {
                boolean value = biff.u8() != 0;
                boolean error = biff.u8() != 0;
                put(column, error ? "#ERR" : logical(value), error ? SourceProblem.ERROR_CELL : null);
            }
            case FORMULA -> formula(column, style);
            default -> throw new IllegalStateException("no cell: " + type);
        }
    }

    private static String logical(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    /** [MS-XLS] 2.5.217: an integer or the upper part of a double, perhaps of a hundred times the value. */
    private static double packed(int rk) {
        double number = (rk & 2) != 0 ? rk >> 2 : Double.longBitsToDouble((long) (rk & 0xFFFFFFFC) << 32);
        return (rk & 1) != 0 ? number / 100 : number;
    }

    private void formula(int column, int style) {
        byte[] result = biff.bytes(8);
        SourceProblem fault = cachedFormulas ? externalFault() : SourceProblem.FORMULA_CELL;
        if (result[6] != (byte) 0xFF || result[7] != (byte) 0xFF) {
            long bits = 0;
            for (int i = 7; i >= 0; i--) {
                bits = bits << 8 | result[i] & 0xFF;
            }
            number(column, Double.longBitsToDouble(bits), style, fault);
            return;
        }
        switch (result[0]) {
            case 0 -> {
                formulaColumn = column;
                formulaFault = fault;
            }
            case 1 -> put(column, logical(result[2] != 0), fault);
            case 2 -> put(column, "#ERR", fault == null ? SourceProblem.ERROR_CELL : fault);
            default -> {
                if (fault != null) {
                    put(column, "", fault);
                }
            }
        }
    }

    /** With agreed formulas those that lead to another file are refused all the same. */
    private @Nullable SourceProblem externalFault() {
        biff.u16();
        biff.i32();
        int size = biff.u16();
        byte[] tokens = biff.bytes(Math.min(size, biff.length() - biff.position()));
        try {
            for (Ptg token : Ptg.readTokens(tokens.length, new LittleEndianByteArrayInputStream(tokens))) {
                int sheetReference = token instanceof Ref3DPtg cell
                        ? cell.getExternSheetIndex()
                        : token instanceof Area3DPtg area
                                ? area.getExternSheetIndex()
                                : token instanceof NameXPtg name ? name.getSheetRefIndex() : -1;
                if (sheetReference >= 0 && workbook.isExternal(sheetReference)) {
                    return SourceProblem.FORMULA_EXTERNAL;
                }
            }
            return null;
        } catch (RuntimeException e) {
            // A formula that POI does not understand is not one to trust.
            return SourceProblem.FORMULA_EXTERNAL;
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
        workbook.close();
    }
}
