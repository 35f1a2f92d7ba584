package org.anze.gateway.mapping.source;

import javax.xml.stream.XMLStreamConstants;

/** The text of a shared or inline string: its runs put together, without the phonetic reading. For one thread. */
final class XlsxText {

    private final XmlCursor xml;
    private final int longest;
    private final StringBuilder text = new StringBuilder();

    XlsxText(XmlCursor xml, int longest) {
        this.xml = xml;
        this.longest = longest;
    }

    /** Reads from the start of the element, where the cursor stands, to its end; valid until the next. */
    CharSequence read() {
        text.setLength(0);
        int depth = 0;
        int phonetic = 0;
        boolean inText = false;
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    String name = xml.localName();
                    phonetic = phonetic == 0 && name.equals("rPh") ? depth : phonetic;
                    inText = phonetic == 0 && name.equals("t");
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (inText) {
                        xml.appendText(text, longest);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (depth == 0) {
                        unescape();
                        return text;
                    }
                    phonetic = phonetic == depth ? 0 : phonetic;
                    inText = false;
                    depth--;
                }
                default -> {}
            }
        }
    }

    /** {@code _x000D_} stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
    private void unescape() {
        for (int at = text.indexOf("_x"); at >= 0 && at + 7 <= text.length(); at = text.indexOf("_x", at + 1)) {
            int value = text.charAt(at + 6) == '_' ? hex(at + 2) : -1;
            if (value > 0) {
                text.replace(at, at + 7, String.valueOf((char) value));
            }
        }
    }

    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }
}
