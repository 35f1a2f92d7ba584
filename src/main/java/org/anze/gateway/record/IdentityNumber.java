package org.anze.gateway.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** The citizen identity number of GB 11643-1999. */
public final class IdentityNumber {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    /** Two-digit province codes of GB/T 2260, with those for Taiwan, Hong Kong and Macao. */
    private static final String PROVINCES =
            " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";

    private IdentityNumber() {}

    /**
     * Whether the 18 characters form a number: province, a birth date that exists, check character (modulus 11-2). The
     * county is not looked up, because numbers keep the codes of abolished counties.
     */
    public static boolean isValid(String number) {
        return number.length() == 18
                && digits(number, 17)
                && PROVINCES.contains(" " + number.substring(0, 2) + " ")
                && isDate(number.substring(6, 14))
                && number.charAt(17) == check(number);
    }

    /**
     * The 18 characters that replaced an old number of 15 digits, whether the number exists or not; empty when it is not such a
     * number. All old numbers are of people born before 2000.
     */
    public static Optional<String> fromFifteen(String number) {
        if (number.length() != 15 || !digits(number, 15)) {
            return Optional.empty();
        }
        String seventeen = number.substring(0, 6) + "19" + number.substring(6);
        return Optional.of(seventeen + check(seventeen));
    }

    private static char check(String number) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (number.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    private static boolean digits(String text, int count) {
        for (int i = 0; i < count; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.of(
                    Integer.parseInt(text.substring(0, 4)),
                    Integer.parseInt(text.substring(4, 6)),
                    Integer.parseInt(text.substring(6)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
