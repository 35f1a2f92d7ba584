package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.jspecify.annotations.Nullable;

/** What the definition asks of one field, worked out once: form, length, codes, sign, damaged text. Immutable. */
final class FieldCheck {

    private static final String REGIONS = "REGION";
    private static final String PERSON = "personKey";
    private static final int PSEUDONYM_LENGTH = 64;
    private static final int MOST_DIGITS = 15;

    private final FieldDefinition field;
    /** The list whose entries this belongs to; the field itself when it stands in the record. Findings are the list's. */
    private final FieldDefinition owner;
    /** What the entries of a list of objects may have; a part that is not named is refused, its sensitivity being unknown. */
    private final Map<String, FieldCheck> parts;

    private final List<String> requiredParts;
    private final int longest;
    private final int mostDigits;
    private final long tens;
    private final long highestPercent;
    private final int mostEntries;
    private final @Nullable Set<String> closedList;
    private final @Nullable String table;
    private final boolean name;
    private final boolean person;

    FieldCheck(FieldDefinition field) {
        this(field, field);
    }

    private FieldCheck(FieldDefinition owner, FieldDefinition field) {
        this.owner = owner;
        this.field = field;
        this.parts = field.entries().stream()
                .collect(Collectors.toUnmodifiableMap(FieldDefinition::name, part -> new FieldCheck(owner, part)));
        this.requiredParts = field.entries().stream()
                .filter(part -> part.presence() == Presence.REQUIRED)
                .map(FieldDefinition::name)
                .toList();
        if (field.type() == FieldType.OBJECTS && parts.isEmpty()) {
            throw new IllegalArgumentException(field.name() + ": a list of objects without entries");
        }
        this.longest = field.longestText();
        this.mostDigits = field.type() == FieldType.INTEGER ? Math.min(field.maxLength(), MOST_DIGITS) : 0;
        this.tens = (long) Math.pow(10, Math.max(0, mostDigits - 1));
        this.highestPercent = field.highestPercent(owner != field);
        this.mostEntries = field.mostEntries();
        this.closedList = field.closedList().isEmpty() ? null : Set.copyOf(field.closedList());
        this.table = field.codeTable();
        this.person = field.name().equals(PERSON);
        String lower = field.name().toLowerCase(Locale.ROOT);
        this.name = owner == field && field.sensitivity() == 4 || lower.endsWith("name") || lower.equals("by");
    }

    FieldDefinition field() {
        return field;
    }

    /** Checks a value that is there. Answers whether rules may read it. */
    boolean check(Case subject, Object value) {
        if (!ValueForm.fits(field.type(), value)) {
            report(subject, ValidationProblem.FORM_WRONG, inEntry(ValueForm.name(field.type())));
            return false;
        }
        switch (field.type()) {
            case TEXT -> checkText(subject, (String) value);
            case CODE -> {
                checkText(subject, (String) value);
                checkCode(subject, (String) value);
            }
            case INTEGER, MONEY -> checkNumber(subject, (Long) value);
            case PERCENT -> checkPercent(subject, (Long) value, highestPercent);
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
        if (person && !isPseudonym(text)) {
            report(subject, ValidationProblem.PERSON_NOT_PSEUDONYM);
        }
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
                report(subject, ValidationProblem.CODE_UNKNOWN, owner == field ? field.codes() : field.name(), day);
            }
        } else if (REGIONS.equals(table)) {
            if (!subject.codes().isRegion(code, day)) {
                report(subject, ValidationProblem.REGION_NOT_IN_TABLE);
            }
        } else if (table != null && !subject.codes().contains(table, code, day)) {
            report(subject, ValidationProblem.CODE_UNKNOWN, table, day);
        }
    }

    private void checkNumber(Case subject, long number) {
        if (number < 0 && !field.signed()) {
            report(subject, ValidationProblem.NEGATIVE);
        }
        if (field.type() == FieldType.INTEGER && mostDigits > 0 && Math.abs(number / 10) >= tens) {
            report(subject, ValidationProblem.TOO_LONG, mostDigits);
        }
    }

    private void checkPercent(Case subject, long percent, long highest) {
        if (percent < (field.signed() ? -highest : 0) || percent > highest) {
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
        if (!(entry instanceof Map<?, ?> map)) {
            report(subject, ValidationProblem.FORM_WRONG, "{…}");
            return false;
        }
        boolean readable = true;
        for (Map.Entry<?, ?> item : map.entrySet()) {
            FieldCheck part = item.getKey() instanceof String key ? parts.get(key) : null;
            if (part == null) {
                report(subject, ValidationProblem.ENTRY_KEY_UNKNOWN, String.join(", ", new TreeSet<>(parts.keySet())));
                return false;
            }
            if (item.getValue() != null) {
                readable &= part.check(subject, item.getValue());
            }
        }
        for (int i = 0; i < requiredParts.size(); i++) {
            if (map.get(requiredParts.get(i)) == null) {
                report(subject, ValidationProblem.ENTRY_KEY_MISSING, requiredParts.get(i));
            }
        }
        return readable;
    }

    private String inEntry(String form) {
        return owner == field ? form : field.name() + " " + form;
    }

    private static boolean isPseudonym(String text) {
        return text.length() == PSEUDONYM_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private void report(Case subject, ValidationProblem problem, @Nullable Object... more) {
        Object[] words = new Object[more.length + 1];
        words[0] = subject.label(owner.name());
        System.arraycopy(more, 0, words, 1, more.length);
        subject.report(problem, owner.name(), words);
    }
}
