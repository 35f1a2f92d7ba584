package org.anze.gateway.mapping.source;

import java.util.Locale;

/** What the number format of a cell makes of a number, as far as it changes what people read. */
enum CellFormat {
    NUMBER,
    PERCENT,
    DATE,
    TIME,
    DATE_TIME;

    /** Formats that every program knows by number (ECMA-376 part 1, 18.8.30), the Chinese ones included. */
    static CellFormat ofNumber(int number) {
        return switch (number) {
            case 9, 10 -> PERCENT;
            case 14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58 -> DATE;
            case 18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56 -> TIME;
            case 22 -> DATE_TIME;
            default -> NUMBER;
        };
    }

    /** Formats that a workbook writes out, such as {@code yyyy"年"m"月"d"日";@}. */
    static CellFormat ofCode(String code) {
        String bare = bare(code.toLowerCase(Locale.ROOT));
        if (bare.contains("general")) {
            return NUMBER;
        }
        boolean day = bare.indexOf('y') >= 0 || bare.indexOf('d') >= 0;
        boolean time = bare.indexOf('h') >= 0 || bare.indexOf('s') >= 0;
        boolean month = bare.indexOf('m') >= 0;
        if (day || month && !time) {
            return time ? DATE_TIME : DATE;
        }
        if (time) {
            return TIME;
        }
        return bare.indexOf('%') >= 0 ? PERCENT : NUMBER;
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
                    bare.append('h');
                }
                i = end < 0 ? code.length() : end;
            } else {
                bare.append(c);
            }
        }
        return bare.toString().replace("am/pm", "").replace("a/p", "");
    }
}
