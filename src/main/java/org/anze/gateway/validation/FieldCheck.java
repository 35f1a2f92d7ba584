package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** What the definition asks of one field, worked out once: form, length, codes, sign, damaged text. Immutable. */
final class FieldCheck {

    private static final int DEFAULT_LENGTH = 2000;
    private static final int DEFAULT_ENTRIES = 1000;
    private static final long HUNDRED_PER_CENT = 1_000_000;
    private static final long THOUSAND_PER_CENT = 10_000_000;
    private static final String REGIONS = "REGION";
    private static final int PSEUDONYM_LENGTH = 64;

    private final FieldDefinition field;
    private final @Nullable EntryShape shape;
    private final int longest;
    private final int mostEntries;
    private final @Nullable Set<String> closedList;
    private final @Nullable String table;
    private final boolean name;

    FieldCheck(RecordType type, FieldDefinition field) {
        this.field = field;
        boolean list = field.type() == FieldType.OBJECTS || field.type() == FieldType.TEXTS;
        this.shape = field.type() == FieldType.OBJECTS ? EntryShape.of(type, field.name()) : null;
        this.longest = list || field.maxLength() == 0 ? DEFAULT_LENGTH : field.maxLength();
        this.mostEntries = list && field.maxLength() > 0 ? field.maxLength() : DEFAULT_ENTRIES;
        String codes = field.codes();
        this.closedList = codes != null && codes.contains("|") ? Set.of(codes.split("\\|")) : null;
        this.table = closedList == null ? codes : null;
        String lower = field.name().toLowerCase(java.util.Locale.ROOT);
        this.name = field.sensitivity() == 4 || lower.equals("name") || lower.endsWith("name");
    }

    FieldDefinition field() {
        return field;
    }

    /** Checks a value that is there. Answers whether rules may read it. */
    boolean check(Case subject, Object value) {
        if (!ValueForm.fits(field.type(), value)) {
            report(subject, ValidationProblem.FORM_WRONG, ValueForm.name(field.type()));
            return false;
        }
        switch (field.type()) {
            case TEXT -> checkText(subject, (String) value);
            case CODE -> {
                checkText(subject, (String) value);
                checkCode(subject, (String) value);
            }
            case INTEGER, MONEY -> checkSign(subject, (Long) value);
            case PERCENT -> checkPercent(subject, (Long) value, HUNDRED_PER_CENT);
            case TEXTS -> {
                return checkTexts(subject, (List<?>) value);
            }
            case OBJECTS -> {
                return checkEntries(subject, (List<?>) value);
            }
            default -> {
                // Instants, dates and booleans have no more than their form.
            }
        }
        return true;
    }

    private void checkText(Case subject, String text) {
        if (text.length() > longest) {
            report(subject, ValidationProblem.TOO_LONG, longest);
        }
        checkCharacters(subject, text, name);
    }

    private void checkCharacters(Case subject, String text, boolean asName) {
        TextFlaw flaw = TextFlaw.of(text, asName);
        if (flaw == TextFlaw.DAMAGED) {
            report(subject, ValidationProblem.TEXT_DAMAGED);
        } else if (flaw == TextFlaw.PRIVATE) {
            report(subject, ValidationProblem.PRIVATE_CHARACTERS);
        }
    }

    private void checkCode(Case subject, String code) {
        LocalDate day = subject.eventDay();
        if (closedList != null) {
            if (!closedList.contains(code)) {
                report(subject, ValidationProblem.CODE_UNKNOWN, field.codes(), day);
            }
        } else if (REGIONS.equals(table)) {
            if (!subject.codes().isRegion(code, day)) {
                report(subject, ValidationProblem.REGION_NOT_IN_TABLE);
            }
        } else if (table != null && !subject.codes().contains(table, code, day)) {
            report(subject, ValidationProblem.CODE_UNKNOWN, table, day);
        }
    }

    private void checkSign(Case subject, long number) {
        if (number < 0) {
            report(subject, ValidationProblem.NEGATIVE);
        }
    }

    private void checkPercent(Case subject, long percent, long highest) {
        if (percent < 0 || percent > highest) {
            report(subject, ValidationProblem.PERCENT_OUT_OF_RANGE, Wording.percent(highest));
        }
    }

    private boolean checkTexts(Case subject, List<?> texts) {
        if (!hasFewEnough(subject, texts)) {
            return false;
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!(texts.get(i) instanceof String text) || text.isEmpty()) {
                report(subject, ValidationProblem.FORM_WRONG, ValueForm.name(FieldType.TEXT));
                return false;
            }
            checkText(subject, text);
            if (field.codes() != null) {
                checkCode(subject, text);
            }
        }
        return true;
    }

    private boolean checkEntries(Case subject, List<?> entries) {
        if (!hasFewEnough(subject, entries)) {
            return false;
        }
        boolean readable = true;
        for (int i = 0; i < entries.size(); i++) {
            readable &= checkEntry(subject, entries.get(i));
        }
        return readable;
    }

    private boolean hasFewEnough(Case subject, List<?> entries) {
        if (entries.size() > mostEntries) {
            report(subject, ValidationProblem.TOO_MANY, mostEntries);
            return false;
        }
        return true;
    }

    private boolean checkEntry(Case subject, @Nullable Object entry) {
        if (shape == null || !(entry instanceof Map<?, ?> map)) {
            report(subject, ValidationProblem.FORM_WRONG, "{…}");
            return false;
        }
        boolean readable = true;
        for (Map.Entry<?, ?> item : map.entrySet()) {
            EntryShape.Part part =
                    item.getKey() instanceof String key ? shape.parts().get(key) : null;
            if (part == null) {
                report(subject, ValidationProblem.ENTRY_KEY_UNKNOWN, shape.names());
                return false;
            }
            if (item.getValue() != null) {
                readable &= checkPart(subject, (String) item.getKey(), part, item.getValue());
            }
        }
        List<String> required = shape.required();
        for (int i = 0; i < required.size(); i++) {
            if (map.get(required.get(i)) == null) {
                report(subject, ValidationProblem.ENTRY_KEY_MISSING, required.get(i));
            }
        }
        return readable;
    }

    private boolean checkPart(Case subject, String key, EntryShape.Part part, Object value) {
        if (!ValueForm.fits(part.type(), value)) {
            report(subject, ValidationProblem.FORM_WRONG, key + " " + ValueForm.name(part.type()));
            return false;
        }
        switch (part.type()) {
            case TEXT -> {
                String text = (String) value;
                if (text.length() > part.longest()) {
                    report(subject, ValidationProblem.TOO_LONG, part.longest());
                }
                checkCharacters(subject, text, key.equals("name") || key.equals("by"));
                if (key.equals("personKey") && !isPseudonym(text)) {
                    report(subject, ValidationProblem.PERSON_NOT_PSEUDONYM);
                }
            }
            case CODE -> {
                if (part.codes() != null && !part.codes().contains((String) value)) {
                    report(subject, ValidationProblem.CODE_UNKNOWN, key, subject.eventDay());
                }
            }
            case INTEGER, MONEY -> checkSign(subject, (Long) value);
            case PERCENT -> checkPercent(subject, (Long) value, THOUSAND_PER_CENT);
            default -> {
                // An instant has no more than its form.
            }
        }
        return true;
    }

    private static boolean isPseudonym(String text) {
        return text.length() == PSEUDONYM_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private void report(Case subject, ValidationProblem problem, @Nullable Object... more) {
        Object[] words = new Object[more.length + 1];
        words[0] = subject.label(field.name());
        System.arraycopy(more, 0, words, 1, more.length);
        subject.report(problem, field.name(), words);
    }
}
