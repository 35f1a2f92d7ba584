package org.anze.gateway.mapping.convert;

import org.jspecify.annotations.Nullable;

/**
 * What the texts of a column were converted to lately: columns of dates and codes repeat few texts. Of fixed size, shared by
 * all threads without locks; a lost entry is converted again.
 */
final class RecentValues<T> {

    private static final int SIZE = 256;
    /** Long texts do not repeat, and keeping them would keep memory. */
    private static final int LONGEST = 40;

    private final @Nullable Entry[] entries = new Entry[SIZE];

    /** Immutable, so that a reader of another thread sees it whole or not at all. */
    private record Entry(String text, Object value) {}

    @SuppressWarnings("unchecked")
    @Nullable
    T get(String text) {
        Entry entry = entries[place(text)];
        return entry != null && entry.text.equals(text) ? (T) entry.value : null;
    }

    void put(String text, T value) {
        if (text.length() <= LONGEST) {
            entries[place(text)] = new Entry(text, value);
        }
    }

    private static int place(String text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16) & SIZE - 1;
    }
}
