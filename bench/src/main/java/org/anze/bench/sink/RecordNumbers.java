package org.anze.bench.sink;

import java.util.Arrays;
import java.util.Base64;
import org.anze.bench.records.RecordSet;

/** The record numbers that stand in a message, found by the mark of the policy numbers; nothing is parsed. */
record RecordNumbers(long[] values, int count) {

    private static final byte[] MARK = RecordSet.MARK.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int DIGITS = 10;

    /** In plain text, JSON or XML. */
    static RecordNumbers of(byte[] text) {
        return search(text, text.length, new long[64], 0);
    }

    /** In the payloads of compact JWS, one a line. */
    static RecordNumbers ofTokens(byte[] lines) {
        RecordNumbers found = new RecordNumbers(new long[64], 0);
        int begin = 0;
        while (begin < lines.length) {
            int payload = index(lines, '.', begin) + 1;
            int signature = index(lines, '.', payload);
            byte[] decoded = Base64.getUrlDecoder().decode(Arrays.copyOfRange(lines, payload, signature));
            found = search(decoded, decoded.length, found.values, found.count);
            begin = index(lines, '\n', signature) + 1;
        }
        return found;
    }

    private static int index(byte[] text, char wanted, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return text.length;
    }

    private static RecordNumbers search(byte[] text, int length, long[] before, int counted) {
        long[] numbers = before;
        int count = counted;
        for (int i = 0; i + MARK.length + DIGITS <= length; i++) {
            if (text[i] != MARK[0] || text[i + 1] != MARK[1] || text[i + 2] != MARK[2] || text[i + 3] != MARK[3]) {
                continue;
            }
            long number = number(text, i + MARK.length);
            if (number >= 0) {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, count * 2);
                }
                numbers[count++] = number;
                i += MARK.length + DIGITS - 1;
            }
        }
        return new RecordNumbers(numbers, count);
    }

    private static long number(byte[] text, int from) {
        long number = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
