package org.anze.gateway.validation;

/** V-S08 for one text: what a wrong conversion leaves behind. */
enum TextFlaw {
    NONE,
    /** A replacement character, half a surrogate pair, a control character, or in a name a question mark. */
    DAMAGED,
    /** A private-use character: readable only where the same fonts are installed. */
    PRIVATE;

    private static final char REPLACEMENT = '\uFFFD';

    static TextFlaw of(String text, boolean name) {
        boolean privateUse = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                if (c == '?' && name) {
                    return DAMAGED;
                }
            } else if (c < ' ' || c == 0x7F) {
                if (c != '\n' && c != '\r' && c != '\t') {
                    return DAMAGED;
                }
            } else if (c == REPLACEMENT) {
                return DAMAGED;
            } else if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return DAMAGED;
                }
                privateUse |= Character.toCodePoint(c, text.charAt(i + 1)) >= 0xF0000;
                i++;
            } else {
                privateUse |= c >= 0xE000 && c <= 0xF8FF;
            }
        }
        return privateUse ? PRIVATE : NONE;
    }
}
