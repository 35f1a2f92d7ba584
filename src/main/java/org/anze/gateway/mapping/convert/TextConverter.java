package org.anze.gateway.mapping.convert;

import java.util.Locale;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/** Free text, names and identifiers, with the checks of rule V-S08. */
enum TextConverter implements Converter {
    /** Trimmed, otherwise as written. */
    TEXT,
    /** Like text, and a question mark is refused: names have none, lost characters become one. */
    NAME,
    /** Half-width and without blanks: policy numbers and the like. */
    IDENTIFIER,
    /** An identifier in capitals. */
    CREDIT_CODE;

    private static final String RULE = "V-S08";
    private static final Set<FieldType> FILLS = Set.of(FieldType.TEXT, FieldType.CODE, FieldType.TEXTS);

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        String checked = check(Texts.trim(text), cell);
        if (checked == null) {
            return null;
        }
        if (this == NAME && checked.indexOf('?') >= 0) {
            cell.report(ConversionProblem.QUESTION_MARK_IN_NAME, RULE, cell.shown(checked));
            return null;
        }
        if (this == IDENTIFIER) {
            return Texts.compact(checked);
        }
        return this == CREDIT_CODE ? Texts.compact(checked).toUpperCase(Locale.ROOT) : checked;
    }

    private static @Nullable String check(String text, Cell cell) {
        boolean privateUse = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\uFFFD') {
                cell.report(ConversionProblem.REPLACEMENT_CHARACTER, RULE, cell.shown(text));
                return null;
            }
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == '\u007F' || isUnpaired(text, i)) {
                cell.report(ConversionProblem.CONTROL_CHARACTER, RULE, cell.shown(text));
                return null;
            }
            privateUse |= c >= '\uE000' && c <= '\uF8FF';
        }
        if (!privateUse) {
            return text;
        }
        String mapped = Texts.toPublicForm(text);
        ConversionProblem kind = Texts.hasPrivateUse(mapped)
                ? ConversionProblem.PRIVATE_USE_UNKNOWN
                : ConversionProblem.PRIVATE_USE_CHARACTER;
        cell.report(kind, RULE, cell.shown(mapped));
        return mapped;
    }

    private static boolean isUnpaired(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public Set<FieldType> fills() {
        return FILLS;
    }
}
