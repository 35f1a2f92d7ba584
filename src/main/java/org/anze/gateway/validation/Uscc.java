package org.anze.gateway.validation;

import java.util.Arrays;

/** The unified social credit code of GB 32100-2015, with the organisation code of GB 11714 inside it. */
public final class Uscc {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] VALUES = new int[128];

    static {
        Arrays.fill(VALUES, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = i;
        }
    }

    private Uscc() {}

    /** Whether form and check character (position 18, modulus 31) are right. */
    public static boolean isValid(String code) {
        if (code.length() != 18) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = valueOf(code.charAt(i));
            if (value < 0 || (i >= 2 && i < 8 && value > 9)) {
                return false;
            }
            sum += value * WEIGHTS[i];
        }
        return valueOf(code.charAt(17)) == (31 - sum % 31) % 31;
    }

    /**
     * Whether the check character of the organisation code (positions 9 to 17, modulus 11) is right. Meant for codes that
     * are {@linkplain #isValid valid}.
     */
    public static boolean hasValidOrganisationCode(String code) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            char c = code.charAt(8 + i);
            sum += (c <= '9' ? c - '0' : c - 'A' + 10) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        char expected = check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
        return code.charAt(16) == expected;
    }

    /**
     * Whether the code was given by a market-regulation department (first character 9). Those always carry a correct
     * organisation code; other registrars took over older ones as they were.
     */
    public static boolean isFromMarketRegulator(String code) {
        return code.charAt(0) == '9';
    }

    private static int valueOf(char c) {
        return c < 128 ? VALUES[c] : -1;
    }
}
