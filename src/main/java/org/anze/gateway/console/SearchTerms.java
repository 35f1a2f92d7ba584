package org.anze.gateway.console;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.anze.gateway.pki.PrivateFiles;

/**
 * The newest searches of one session. A term may be a credit code or a policy number and does not belong into an address,
 * where histories, logs and referrers would keep it: it is posted, kept here, and the address holds a random name for it
 * that is worth nothing outside the session. Going back, reloading and "more" work without scripts all the same.
 */
final class SearchTerms implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = SearchTerms.class.getName();
    private static final int KEPT = 20;
    private static final int LONGEST = 300;
    private static final int NAME_LENGTH = 16;

    private final Deque<Entry> newest = new ArrayDeque<>();

    private record Entry(String name, String term) implements Serializable {}

    static SearchTerms of(HttpSession session) {
        synchronized (SearchTerms.class) {
            if (session.getAttribute(ATTRIBUTE) instanceof SearchTerms terms) {
                return terms;
            }
            SearchTerms terms = new SearchTerms();
            session.setAttribute(ATTRIBUTE, terms);
            return terms;
        }
    }

    /** A term as it is looked for: trimmed, without control characters, of bounded length. */
    static String clean(String term) {
        return clean(term, LONGEST);
    }

    /** What somebody typed, with another longest length. */
    static String clean(String text, int longest) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() > longest ? plain.substring(0, longest) : plain;
    }

    synchronized String keep(String term) {
        for (Entry entry : newest) {
            if (entry.term().equals(term)) {
                return entry.name();
            }
        }
        Entry entry = new Entry(PrivateFiles.randomSecret(NAME_LENGTH), term);
        newest.addFirst(entry);
        if (newest.size() > KEPT) {
            newest.removeLast();
        }
        return entry.name();
    }

    synchronized Optional<String> find(String name) {
        return newest.stream()
                .filter(entry -> entry.name().equals(name))
                .map(Entry::term)
                .findFirst();
    }
}
