package org.anze.gateway.console.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a password must be. Its history is {@link People}'s to ask. Immutable, safe for many threads.
 *
 * <p>The list of common words is {@code console/common-passwords.txt} on the class path: a password that is hardly more
 * than such words, digits in a row and signs is common too, however it is dressed up.
 */
public final class PasswordRules {

    static final int SHORTEST = 12;
    /** The hash takes 72 bytes; what comes after them would count for nothing. */
    static final int MOST_BYTES = 72;

    private static final int KINDS = 3;
    private static final int SHORTEST_REST = 6;

    private final List<String> common;

    private PasswordRules(List<String> common) {
        this.common = common;
    }

    /** Why a password is not taken; each has its text on the page. */
    public enum Refusal {
        TOO_SHORT,
        TOO_LONG,
        TOO_SIMPLE,
        COMMON,
        LIKE_THE_NAME,
        USED_BEFORE,
        /** An account of the first start needs the employer's number for its holder; letters, digits and hyphens. */
        STAFF_NUMBER,
        /** Another living account has this number: one human being would hold two. */
        STAFF_NUMBER_TAKEN,
        /** The account was changed by somebody since its holder proved who he is. */
        CHANGED_SINCE
    }

    /** Reads the list. */
    public static PasswordRules load() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        PasswordRules.class.getResourceAsStream("/console/common-passwords.txt"),
                        "the list of common passwords is missing"),
                StandardCharsets.UTF_8))) {
            List<String> words = reader.lines()
                    .map(String::strip)
                    .filter(word -> !word.isEmpty() && !word.startsWith("#"))
                    .sorted((one, other) -> other.length() - one.length())
                    .toList();
            return new PasswordRules(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when this person may have this password. */
    public Optional<Refusal> refusal(String name, String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of(Refusal.TOO_SHORT);
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of(Refusal.TOO_LONG);
        }
        String plain = plain(password);
        if (plain.contains(plain(name))
                || plain.contains(plain(new StringBuilder(name).reverse().toString()))) {
            return Optional.of(Refusal.LIKE_THE_NAME);
        }
        if (kinds(password) < KINDS || password.chars().distinct().count() < SHORTEST_REST) {
            return Optional.of(Refusal.TOO_SIMPLE);
        }
        return rest(plain).length() < SHORTEST_REST ? Optional.of(Refusal.COMMON) : Optional.empty();
    }

    /** Lower case, with the usual disguises undone. */
    private static String plain(String password) {
        return password.toLowerCase(Locale.ROOT)
                .replace('@', 'a')
                .replace('$', 's')
                .replace('0', 'o')
                .replace('3', 'e')
                .replace('5', 's')
                .replace('!', 'i')
                .replace('1', 'i');
    }

    /** What is left when common words and runs (abcd, 2222, 6789) are taken out. */
    private String rest(String plain) {
        String rest = plain;
        for (String word : common) {
            rest = rest.replace(plain(word), "");
        }
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            int before = i == 0 ? 0 : rest.charAt(i) - rest.charAt(i - 1);
            boolean inARow = i > 0 && Math.abs(before) <= 1;
            if (!inARow && Character.isLetterOrDigit(rest.charAt(i))) {
                kept.append(rest.charAt(i));
            }
        }
        return kept.toString();
    }

    private static int kinds(String password) {
        int lower = password.chars().anyMatch(Character::isLowerCase) ? 1 : 0;
        int upper = password.chars().anyMatch(Character::isUpperCase) ? 1 : 0;
        int digit = password.chars().anyMatch(Character::isDigit) ? 1 : 0;
        int other = password.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? 1 : 0;
        // A letter of a script without cases, such as a Chinese character, is a kind of its own.
        int caseless = password.chars()
                        .anyMatch(c -> Character.isLetter(c) && !Character.isLowerCase(c) && !Character.isUpperCase(c))
                ? 1
                : 0;
        return lower + upper + digit + other + caseless;
    }
}
