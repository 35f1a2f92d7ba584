package org.anze.gateway.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.record.text.PersonalNumbers;
import org.jspecify.annotations.Nullable;

/**
 * Hides people in text that an operator sees: identity numbers, mobile numbers, plates and addresses wherever they stand, and
 * the words that are known to be about a person. Policy numbers and credit codes stay readable. Safe for many threads.
 */
final class PersonalText {

    /** Members of lists of objects that name a person although the list as a whole does not. */
    private static final Set<String> PERSONAL_MEMBERS =
            Set.of("by", "personKey", "account", "payee", "certNo", "idNo", "mobile", "phone", "reporter", "contact");

    private static final int SHORTEST_WORD = 2;

    private PersonalText() {}

    /** Hides numbers that belong to people. */
    static String hideNumbers(String text) {
        return PersonalNumbers.hide(text);
    }

    /** Hides these words, longest first, and the numbers. */
    static String hide(String text, Collection<String> words) {
        List<String> longestFirst = words.stream()
                .filter(word -> word.length() >= SHORTEST_WORD)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String hidden = text;
        for (String word : longestFirst) {
            hidden = hidden.replace(word, "***");
        }
        return hideNumbers(hidden);
    }

    /** Whether a member of an object is about a person whatever the class of its field. */
    static boolean isPersonalMember(String name) {
        return PERSONAL_MEMBERS.contains(name);
    }

    /** All words inside the value of a personal field. */
    static Set<String> words(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return words(map.values());
        }
        if (value instanceof Collection<?> list) {
            return list.stream().flatMap(member -> words(member).stream()).collect(Collectors.toSet());
        }
        return value instanceof String word && !word.isBlank() ? Set.of(word.strip()) : Set.of();
    }
}
