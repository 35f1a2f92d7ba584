package org.anze.gateway.delivery.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a tile below {@code tile/}: {@code <level>/<index>[.p/<width>]}, the index in groups of three digits, all but
 * the last with an {@code x} in front, such as {@code 0/x001/x234/067} for 1234067 (C2SP tlog-tiles, section Merkle Tree).
 */
record TilePath(int level, long index, int width) {

    private static final int FULL = 256;
    private static final Pattern PATH =
            Pattern.compile("(0|[1-5][0-9]?|6[0-3]?|[7-9])/((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    static Optional<TilePath> parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String digits = parts.group(2);
        if (digits.startsWith("x000/")) {
            // One tile has one name.
            return Optional.empty();
        }
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        if (width > FULL || width == FULL && parts.group(3) != null) {
            return Optional.empty();
        }
        long index = Long.parseLong(digits.replace("x", "").replace("/", ""));
        return Optional.of(new TilePath(Integer.parseInt(parts.group(1)), index, width));
    }
}
