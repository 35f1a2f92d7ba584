package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** Fields whose value identifies a person, wherever they stand; classes 4 and 5 must be one of these to be shown. */
    Map<String, FieldMask> PERSONAL = Map.ofEntries(
            Map.entry("legalPerson", NAME),
            Map.entry("principal", NAME),
            Map.entry("controller", NAME),
            Map.entry("contactName", NAME),
            Map.entry("handler", NAME),
            Map.entry("reporter", NAME),
            Map.entry("rectBy", NAME),
            Map.entry("recheckBy", NAME),
            Map.entry("contactMobile", TELEPHONE),
            Map.entry("reporterMobile", TELEPHONE),
            Map.entry("email", EMAIL),
            Map.entry("idNo", IDENTITY_NUMBER),
            Map.entry("personKey", PSEUDONYM),
            Map.entry("workInjuryRef", PSEUDONYM),
            Map.entry("certNo", CERTIFICATE),
            Map.entry("by", NAME),
            Map.entry("account", LAST_FOUR),
            Map.entry("outcome", INJURY),
            Map.entry("disabilityGrade", INJURY));

    /** Keys inside lists that are codes, days or digests and tell nothing about a person or a price. */
    Set<String> HARMLESS =
            Set.of("stage", "at", "role", "payee", "item", "code", "major", "hazardNo", "hash", "uscc", "insurer");

    /** The mask of a field of a definition. */
    static FieldMask of(FieldDefinition field) {
        return switch (field.type()) {
            case OBJECTS -> objects(field.sensitivity());
            case TEXTS -> field.sensitivity() >= 4 ? OMIT : texts();
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
            case DATE, INSTANT -> MONTH;
            case TEXT -> field.name().endsWith("No") ? LAST_FOUR : OMIT;
            default -> OMIT;
        };
    }

    private static FieldMask internal(FieldDefinition field) {
        return field.sensitivity() == 2 && field.type() == FieldType.TEXT ? FREE_TEXT : KEEP;
    }

    private static FieldMask texts() {
        return (value, disguise) -> {
            List<Object> masked = new ArrayList<>();
            for (Object text : (List<?>) value) {
                masked.add(FreeText.mask(String.valueOf(text), disguise.identityNumberParts()));
            }
            return masked;
        };
    }

    private static FieldMask objects(int sensitivity) {
        return (value, disguise) -> {
            List<Object> masked = new ArrayList<>();
            for (Object object : (List<?>) value) {
                Map<String, Object> kept = new LinkedHashMap<>();
                ((Map<?, ?>) object).forEach((key, member) -> {
                    Object shown = member == null
                            ? null
                            : member(String.valueOf(key), member, sensitivity).mask(member, disguise);
                    if (shown != null) {
                        kept.put(String.valueOf(key), shown);
                    }
                });
                masked.add(kept);
            }
            return masked;
        };
    }

    /** Members of lists have no definition of their own: they are judged by their name and the class of the list. */
    private static FieldMask member(String key, Object value, int sensitivity) {
        if (HARMLESS.contains(key)) {
            return KEEP;
        }
        if (key.equals("name") && sensitivity >= 4) {
            return NAME;
        }
        FieldMask personal = PERSONAL.get(key);
        if (personal != null) {
            return personal;
        }
        if (value instanceof Long) {
            String lower = key.toLowerCase(Locale.ROOT);
            if (lower.endsWith("amount") || lower.endsWith("paid")) {
                return MONEY;
            }
            return sensitivity <= 2 ? KEEP : sensitivity == 3 ? PERCENT : OMIT;
        }
        return value instanceof String && sensitivity <= 3 ? FREE_TEXT : OMIT;
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
