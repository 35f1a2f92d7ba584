package org.anze.gateway.mapping;

import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.convert.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What stands between braces in a template or condition: {@code {column}}, {@code {@item}} and {@code {@number}} within
 * {@code @each}, or {@code {#field}} for a canonical value that a row above has made. {@code :day}, {@code :second} or
 * {@code :digits} may stand behind it, and at the very end {@code ?} for a part that may be missing.
 */
final class Reference {

    private final @Nullable Column column;
    private final int position;
    private final Form form;
    private final boolean optional;

    private Reference(@Nullable Column column, int position, Form form, boolean optional) {
        this.column = column;
        this.position = position;
        this.form = form;
        this.optional = optional;
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
    static Reference parse(String written, ToIntFunction<String> made) {
        boolean optional = written.endsWith("?");
        String text = optional ? written.substring(0, written.length() - 1) : written;
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
            return new Reference(Column.parse(name), -1, form, optional);
        }
        int position = made.applyAsInt(name.substring(1));
        if (position < 0) {
            throw new IllegalArgumentException("{" + text + "}");
        }
        return new Reference(null, position, form, optional);
    }

    /** Whether the text around it stands without it. */
    boolean isOptional() {
        return optional;
    }

    /** The column it refers to; null when it refers to a canonical field. */
    @Nullable
    Column column() {
        return column;
    }

    /** The trimmed text; null when there is none. */
    @Nullable
    String text(TableWork work) {
        String text;
        if (column == null) {
            Object value = work.value(position);
            text = value == null ? null : value.toString();
        } else {
            text = column.text(work);
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
