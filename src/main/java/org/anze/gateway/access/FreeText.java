package org.anze.gateway.access;

import org.anze.gateway.record.text.PersonalNumbers;
import org.anze.gateway.record.text.PersonalNumbers.Found;
import org.jspecify.annotations.Nullable;

/**
 * Removes what {@link PersonalNumbers} finds from text that people wrote and recipients get (DOMAIN.md B4). Only a long number
 * that follows letters stays: a policy or contract number.
 */
final class FreeText {

    private FreeText() {}

    /**
     * @param identityNumberParts whether first six and last four digits of an identity number may stay
     */
    static String mask(String text, boolean identityNumberParts) {
        return PersonalNumbers.replace(text, found -> show(found, identityNumberParts));
    }

    private static @Nullable String show(Found found, boolean identityNumberParts) {
        return switch (found.kind()) {
            case IDENTITY_NUMBER, EIGHTEEN_FIGURES ->
                identityNumberParts
                        ? Masking.identityNumber(found.figures())
                        : "*".repeat(found.figures().length());
            case MOBILE -> Masking.telephone(found.figures());
            case LONG_NUMBER -> {
                boolean joined = found.figures().length() == found.text().length();
                yield found.afterLetter() && joined ? null : Masking.lastFour(found.figures());
            }
            case PLATE, EMAIL -> found.masked();
        };
    }
}
