package org.anze.gateway.mapping.source;

import java.util.Locale;

/**
 * What the number format of a cell makes of a number, as far as it changes what people read.
 *
 * @param kind what the number is
 * @param written what else a format for numbers shows; {@link WrittenNumber#PLAIN} for the other kinds
 */
record CellFormat(Kind kind, WrittenNumber written) {

    static final CellFormat NUMBER = new CellFormat(Kind.NUMBER, WrittenNumber.PLAIN);
    static final CellFormat PERCENT = new CellFormat(Kind.PERCENT, WrittenNumber.PLAIN);
    static final CellFormat DATE = new CellFormat(Kind.DATE, WrittenNumber.PLAIN);
    static final CellFormat TIME = new CellFormat(Kind.TIME, WrittenNumber.PLAIN);
    static final CellFormat ELAPSED = new CellFormat(Kind.ELAPSED, WrittenNumber.PLAIN);
    static final CellFormat DATE_TIME = new CellFormat(Kind.DATE_TIME, WrittenNumber.PLAIN);

    /** Stands for the brackets of elapsed time. */
    private static final char ELAPSES = '[';

    enum Kind {
        NUMBER,
        PERCENT,
        DATE,
        TIME,
        /** Hours, minutes or seconds that go on beyond a day. */
        ELAPSED,
        DATE_TIME
    }

    /** Whether the number is read as it is. */
    boolean isPlain() {
        return kind == Kind.NUMBER && written.isPlain();
    }

    /** Whether people see another number than the file has, and nothing says which of them is meant. */
    boolean isAmbiguous() {
        return written.isAmbiguous();
    }

    /** Formats that every program knows by number (ECMA-376 part 1, 18.8.30), the Chinese ones included. */
    static CellFormat ofNumber(int number) {
        return switch (number) {
            case 9, 10 -> PERCENT;
            case 14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58 -> DATE;
            case 18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56 -> TIME;
            case 22 -> DATE_TIME;
            case 46 -> ELAPSED;
            default -> NUMBER;
        };
    }

    /** Formats that a workbook writes out, such as {@code yyyy"年"m"月"d"日";@}. */
    static CellFormat ofCode(String code) {
        String bare = bare(code.toLowerCase(Locale.ROOT));
        if (bare.contains("general")) {
            return number(code);
        }
        boolean day = bare.indexOf('y') >= 0 || bare.indexOf('d') >= 0;
        boolean time = bare.indexOf('h') >= 0 || bare.indexOf('s') >= 0;
        boolean month = bare.indexOf('m') >= 0;
        if (day || month && !time) {
            return time ? DATE_TIME : DATE;
        }
        if (time) {
            return bare.indexOf(ELAPSES) >= 0 ? ELAPSED : TIME;
        }
        return bare.indexOf('%') >= 0 ? PERCENT : number(code);
    }

    private static CellFormat number(String code) {
        WrittenNumber written = WrittenNumber.of(code);
        return written.isPlain() ? NUMBER : new CellFormat(Kind.NUMBER, written);
    }

    /** The first section without what is quoted, escaped or in brackets; elapsed time ({@code [h]}) keeps its letter. */
    private static String bare(String code) {
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == ';') {
                break;
            }
            if (c == '"') {
                int end = code.indexOf('"', i + 1);
                i = end < 0 ? code.length() : end;
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else if (c == '[') {
                int end = code.indexOf(']', i);
                String inside = end < 0 ? "" : code.substring(i + 1, end);
                if (inside.matches("h+|m+|s+")) {
                    bare.append(ELAPSES).append('h');
                }
                i = end < 0 ? code.length() : end;
            } else {
                bare.append(c);
            }
        }
        return bare.toString().replace("am/pm", "").replace("a/p", "");
    }
}
