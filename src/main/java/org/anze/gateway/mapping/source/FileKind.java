package org.anze.gateway.mapping.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the first bytes of a file say it is, whatever its name says. */
enum FileKind {
    ZIP("zip/xlsx"),
    COMPOUND("xls/OLE2"),
    GZIP("gzip"),
    RAR("rar"),
    SEVEN_ZIP("7z"),
    PDF("PDF"),
    HTML("HTML"),
    OLD_EXCEL("Excel 2–4"),
    OTHER("text");

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    /** For messages in both languages. */
    String words() {
        return words;
    }

    /** Looks at the first {@code length} bytes. */
    static FileKind of(byte[] start, int length) {
        if (begins(start, length, 'P', 'K', 3, 4) || begins(start, length, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (begins(start, length, 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1)) {
            return COMPOUND;
        }
        if (begins(start, length, 0x1F, 0x8B, 8)) {
            return GZIP;
        }
        if (begins(start, length, 'R', 'a', 'r', '!', 0x1A, 7)) {
            return RAR;
        }
        if (begins(start, length, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C)) {
            return SEVEN_ZIP;
        }
        if (begins(start, length, '%', 'P', 'D', 'F', '-')) {
            return PDF;
        }
        if (begins(start, length, 9, 0, 4, 0)
                || begins(start, length, 9, 2, 6, 0)
                || begins(start, length, 9, 4, 6, 0)) {
            return OLD_EXCEL;
        }
        return OTHER;
    }

    /** Whether a text begins like a page of HTML, which some systems export under the name of a spreadsheet. */
    static boolean isHtml(byte[] start, int length) {
        int from = begins(start, length, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        while (from < length && start[from] <= ' ' && start[from] >= 0) {
            from++;
        }
        int end = Math.min(length, from + 200);
        String text =
                new String(start, from, Math.max(0, end - from), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.startsWith("<html") || text.startsWith("<!doctype html") || text.startsWith("<table");
    }

    static boolean begins(byte[] start, int length, int... signature) {
        if (length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((start[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
