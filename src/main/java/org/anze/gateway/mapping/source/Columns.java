package org.anze.gateway.mapping.source;

/** How spreadsheets call their columns. */
final class Columns {

    private Columns() {}

    /** {@code A} … {@code Z}, {@code AA} … for a position from 0. */
    static String letters(int position) {
        StringBuilder letters = new StringBuilder();
        for (int rest = position; rest >= 0; rest = rest / 26 - 1) {
            letters.append((char) ('A' + rest % 26));
        }
        return letters.reverse().toString();
    }
}
