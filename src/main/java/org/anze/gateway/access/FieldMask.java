package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/** What becomes of one field in a masked unit. The choice is made once per definition, by class and name. */
interface FieldMask {

    /** The masked value; null leaves the field out. */
    @Nullable
    Object mask(Object value, Disguise disguise);

    /** Left out: the answer to everything no rule knows. */
    FieldMask OMIT = (value, disguise) -> null;

    /** Nothing to hide. */
    FieldMask KEEP = (value, disguise) -> value;

    FieldMask FREE_TEXT = text((value, disguise) -> FreeText.mask(value, disguise.identityNumberParts()));
    FieldMask FREE_TEXTS = (value, disguise) -> {
        List<Object> masked = new ArrayList<>();
        for (Object text : (List<?>) value) {
            masked.add(FreeText.mask(String.valueOf(text), disguise.identityNumberParts()));
        }
        return masked;
    };
    FieldMask NAME = person(Masking::name);
    FieldMask TELEPHONE = person(Masking::telephone);
    FieldMask EMAIL = person(Masking::email);
    FieldMask LAST_FOUR = text((value, disguise) -> Masking.lastFour(value));
    FieldMask CERTIFICATE = person(Masking::lastFour);
    FieldMask IDENTITY_NUMBER = text((value, disguise) ->
            disguise.identityNumberParts() ? Masking.identityNumber(value) : disguise.pseudonym(value));
    FieldMask PSEUDONYM = text((value, disguise) -> disguise.pseudonym(value));
    FieldMask INJURY = (value, disguise) -> Masking.injuryBand(String.valueOf(value));
    FieldMask MONTH = text((value, disguise) -> Masking.month(value));
    FieldMask MONEY = number(Masking::moneyBand);
    FieldMask PERCENT = number(Masking::percentBand);

    /**
     * How the personal fields are shown, by name and only where they are of class 4 or 5: the name of a file is no person's.
     * A field of these classes that is not here is left out.
     */
    Map<String, FieldMask> PERSONAL = Map.ofEntries(
            Map.entry("legalPerson", NAME),
            Map.entry("principal", NAME),
            Map.entry("controller", NAME),
            Map.entry("contactName", NAME),
            Map.entry("handler", NAME),
            Map.entry("reporter", NAME),
            Map.entry("rectBy", NAME),
            Map.entry("recheckBy", NAME),
            Map.entry("complainant", NAME),
            Map.entry("person", NAME),
            Map.entry("approver", NAME),
            Map.entry("approvedBy", NAME),
            Map.entry("deadlineApprovedBy", NAME),
            Map.entry("name", NAME),
            Map.entry("by", NAME),
            Map.entry("contactMobile", TELEPHONE),
            Map.entry("contactPhone", TELEPHONE),
            Map.entry("reporterMobile", TELEPHONE),
            Map.entry("email", EMAIL),
            Map.entry("idNo", IDENTITY_NUMBER),
            Map.entry("personKey", PSEUDONYM),
            Map.entry("workInjuryRef", PSEUDONYM),
            Map.entry("certNo", CERTIFICATE),
            Map.entry("account", LAST_FOUR),
            Map.entry("outcome", INJURY),
            Map.entry("disabilityGrade", INJURY));

    /**
     * Left out although they are of no high class: an unsalted hash over fields of other units (docs/spec/fee-ledger-chain.md).
     * Who knows all of them but an amount can find the amount by trying.
     */
    Set<String> GUESSABLE = Set.of("prevHash");

    /** Text of class 1 from this length on is written by people, not a name or number. */
    int WRITTEN = 200;

    /** Parts of objects that tell nothing about a person or a price although their list is personal or secret. */
    Set<String> HARMLESS = Set.of("role", "payee", "at", "hash", "hazardNo");

    /** The mask of a field of a definition. */
    static FieldMask of(FieldDefinition field) {
        if (GUESSABLE.contains(field.name())) {
            return OMIT;
        }
        return switch (field.type()) {
            case OBJECTS -> objects(field);
            case TEXTS -> field.sensitivity() >= 4 ? OMIT : FREE_TEXTS;
            case MONEY -> field.sensitivity() >= 4 ? OMIT : MONEY;
            default ->
                field.sensitivity() >= 4
                        ? PERSONAL.getOrDefault(field.name(), OMIT)
                        : field.sensitivity() == 3 ? secret(field) : internal(field);
        };
    }

    private static FieldMask secret(FieldDefinition field) {
        return switch (field.type()) {
            case PERCENT -> PERCENT;
            // A code of a short list is to a text what a band is to an amount.
            case CODE -> KEEP;
            case DATE, INSTANT -> MONTH;
            case TEXT -> field.name().endsWith("No") ? LAST_FOUR : OMIT;
            default -> OMIT;
        };
    }

    private static FieldMask internal(FieldDefinition field) {
        boolean written = field.sensitivity() == 2 || field.maxLength() >= WRITTEN;
        return field.type() == FieldType.TEXT && written ? FREE_TEXT : KEEP;
    }

    private static FieldMask objects(FieldDefinition list) {
        Map<String, FieldMask> parts = new HashMap<>();
        for (FieldDefinition part : list.entries()) {
            parts.put(part.name(), part(part));
        }
        return (value, disguise) -> {
            List<Object> masked = new ArrayList<>();
            for (Object object : (List<?>) value) {
                Map<String, Object> kept = new LinkedHashMap<>();
                ((Map<?, ?>) object).forEach((key, member) -> {
                    FieldMask mask = parts.getOrDefault(String.valueOf(key), OMIT);
                    Object shown = member == null ? null : mask.mask(member, disguise);
                    if (shown != null) {
                        kept.put(String.valueOf(key), shown);
                    }
                });
                masked.add(kept);
            }
            return masked;
        };
    }

    /** A part of the objects of a list. What people wrote and what was paid say too much about the whole to be left out. */
    static FieldMask part(FieldDefinition part) {
        if (HARMLESS.contains(part.name())) {
            return KEEP;
        }
        return switch (part.type()) {
            case MONEY -> MONEY;
            case TEXT -> part.sensitivity() == 3 ? FREE_TEXT : of(part);
            default -> of(part);
        };
    }

    private static FieldMask person(TextMask shown) {
        return text((value, disguise) -> disguise.pseudonymises() ? disguise.pseudonym(value) : shown.mask(value));
    }

    private static FieldMask text(PersonMask mask) {
        return (value, disguise) -> value instanceof String text && !text.isBlank() ? mask.mask(text, disguise) : null;
    }

    private static FieldMask number(NumberMask mask) {
        return (value, disguise) -> value instanceof Long number ? mask.mask(number) : null;
    }

    /** Text to masked text. */
    interface TextMask {
        String mask(String text);
    }

    /** Text to masked text or a pseudonym; null leaves it out. */
    interface PersonMask {
        @Nullable
        String mask(String text, Disguise disguise);
    }

    /** Number to the name of its band. */
    interface NumberMask {
        String mask(long number);
    }
}
