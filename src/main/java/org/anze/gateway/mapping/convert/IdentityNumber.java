package org.anze.gateway.mapping.convert;

import java.util.Locale;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of identity cards, GB 11643: half-width and in capitals; the fifteen digits of old cards become eighteen. Whether
 * the number exists is a matter of rule V-S02, not of the mapping.
 */
record IdentityNumber() implements Converter {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        Object checked = TextConverter.CREDIT_CODE.convert(text, cell);
        if (!(checked instanceof String number)) {
            return null;
        }
        if (number.length() != 15 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return number.toUpperCase(Locale.ROOT);
        }
        // All old cards are of people born before 2000.
        String century = number.substring(0, 6) + "19" + number.substring(6);
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (century.charAt(i) - '0') * WEIGHTS[i];
        }
        cell.report(ConversionProblem.IDENTITY_NUMBER_LENGTHENED, "V-S02", cell.shown(number));
        return century + CHECKS.charAt(sum % 11);
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(FieldType.TEXT, FieldType.CODE);
    }
}
