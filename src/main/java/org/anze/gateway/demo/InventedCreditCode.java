package org.anze.gateway.demo;

/** Unified social credit codes that are valid and nobody's. */
public final class InventedCreditCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private InventedCreditCode() {}

    /**
     * An enterprise's code by GB 32100-2015: registrar 9, kind 1, region, organisation code with its own check digit, check
     * character.
     *
     * @param region six digits
     * @param number from 0 to 800 million; another one gives another code
     */
    public static String of(String region, long number) {
        StringBuilder code = new StringBuilder(18).append("91").append(region).append("MA");
        long rest = number;
        char[] serial = new char[6];
        for (int i = 5; i >= 0; i--) {
            serial[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        code.append(serial);
        code.append(organisationCheck(code.substring(8)));
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return code.append(ALPHABET.charAt((31 - sum % 31) % 31)).toString();
    }

    private static char organisationCheck(String body) {
        int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            char c = body.charAt(i);
            sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }
}
