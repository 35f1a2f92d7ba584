package org.anze.gateway.mapping;

import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.convert.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What stands between braces in a template or condition: {@code {column}}, or {@code {#field}} for a canonical value that a
 * row above has made, with {@code :day}, {@code :second} or {@code :digits} behind it.
 */
final class Reference {

    private final String column;
    private final int position;
    private final Form form;

    private Reference(String column, int position, Form form) {
        this.column = column;
        this.position = position;
        this.form = form;
    }

    private enum Form {
        AS_IS,
        DAY,
        SECOND,
        DIGITS
    }

    /**
     * Reads the text between the braces.
     *
     * @param made position of a canonical field that is made above; -1 when there is none
     * @throws IllegalArgumentException with the name that is wrong
     */
    static Reference parse(String text, ToIntFunction<String> made) {
        Form form = Form.AS_IS;
        String name = text;
        if (text.endsWith(":day")) {
            form = Form.DAY;
        } else if (text.endsWith(":second")) {
            form = Form.SECOND;
        } else if (text.endsWith(":digits")) {
            form = Form.DIGITS;
        }
        if (form != Form.AS_IS) {
            name = text.substring(0, text.lastIndexOf(':'));
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("{" + text + "}");
        }
        if (!name.startsWith("#")) {
            return new Reference(name, -1, form);
        }
        int position = made.applyAsInt(name.substring(1));
        if (position < 0) {
            throw new IllegalArgumentException("{" + text + "}");
        }
        return new Reference("", position, form);
    }

    /** The column it refers to; empty when it refers to a canonical field. */
    String column() {
        return column;
    }

    /** The trimmed text; null when there is none. */
    @Nullable
    String text(Work work) {
        String text;
        if (position >= 0) {
            Object value = work.value(position);
            text = value == null ? null : value.toString();
        } else {
            text = work.raw().value(column);
        }
        if (text == null) {
            return null;
        }
        String trimmed = Texts.trim(text);
        return Texts.isNone(trimmed) ? null : shape(trimmed);
    }

    private String shape(String text) {
        if (form == Form.AS_IS) {
            return text;
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        // An instant has 14 digits before those of its offset.
        int wanted = form == Form.DAY ? 8 : form == Form.SECOND ? 14 : digits.length();
        return digits.substring(0, Math.min(wanted, digits.length()));
    }
}
