package org.anze.gateway.mapping.table;

/**
 * What stands between braces in a template or condition: {@code {column}}, or {@code {#field}} for a canonical value. {@code
 * :day}, {@code :second} or {@code :digits} may stand behind it, and at the very end {@code ?} for a part that may be missing.
 *
 * @param written without the {@code ?}
 * @param name column, or {@code #field}
 * @param form what is taken of the text
 * @param isOptional whether the text around it stands without it
 */
public record Placeholder(String written, String name, Form form, boolean isOptional) {

    /** What is taken of a text. */
    public enum Form {
        /** All of it. */
        AS_IS(""),
        /** The first 8 digits, which are the day of a canonical date or instant. */
        DAY(":day"),
        /** The first 14 digits: a canonical instant has them before those of its offset. */
        SECOND(":second"),
        /** All digits. */
        DIGITS(":digits");

        private final String suffix;

        Form(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * Reads the text between the braces.
     *
     * @throws IllegalArgumentException with the text when it names nothing
     */
    public static Placeholder parse(String text) {
        boolean optional = text.endsWith("?");
        String written = optional ? text.substring(0, text.length() - 1) : text;
        Form form = Form.AS_IS;
        for (Form each : Form.values()) {
            form = written.endsWith(each.suffix) ? each : form;
        }
        String name = written.substring(0, written.length() - form.suffix.length());
        Placeholder placeholder = new Placeholder(written, name, form, optional);
        if (name.isBlank()) {
            throw placeholder.wrong();
        }
        return placeholder;
    }

    /** Whether it names a canonical value and not a column. */
    public boolean isField() {
        return name.startsWith("#");
    }

    /** Name of the canonical value. */
    public String field() {
        return name.substring(1);
    }

    /** Whether it asks for a day or a second, which only a date or point in time has. */
    public boolean asksForTime() {
        return form == Form.DAY || form == Form.SECOND;
    }

    /** Says that there is nothing of its name. */
    public IllegalArgumentException wrong() {
        return new IllegalArgumentException("{" + written + "}");
    }

    /** What is wanted of a text; one that {@linkplain #asksForTime is asked for its time} has to be canonical. */
    public String shape(String text) {
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
        int wanted = form == Form.DAY ? 8 : form == Form.SECOND ? 14 : digits.length();
        return digits.substring(0, Math.min(wanted, digits.length()));
    }
}
