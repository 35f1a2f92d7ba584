package org.anze.gateway.attack;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Values that stand in one party's records and nowhere else, and every spelling in which they could leave. */
final class Canaries {

    private static final int NO_PLACE = -1;

    private final Map<String, byte[]> spellings = new LinkedHashMap<>();

    Canaries(List<String> values) {
        values.forEach(this::add);
    }

    private void add(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        put(value, "UTF-8", utf8);
        put(value, "GB18030", value.getBytes(Charset.forName("GB18030")));
        put(value, "UTF-16", value.getBytes(StandardCharsets.UTF_16BE));
        String address = URLEncoder.encode(value, StandardCharsets.UTF_8);
        put(value, "URL", address.getBytes(StandardCharsets.US_ASCII));
        put(value, "url", address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        String hex = HexFormat.of().formatHex(utf8);
        put(value, "hex", hex.getBytes(StandardCharsets.US_ASCII));
        put(value, "HEX", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        put(value, "\\u", escaped(value).getBytes(StandardCharsets.US_ASCII));
        put(
                value,
                "\\U",
                escaped(value).toUpperCase(Locale.ROOT).replace("\\U", "\\u").getBytes(StandardCharsets.US_ASCII));
        for (int shift = 0; shift < 3; shift++) {
            put(value, "base64 +" + shift, base64(utf8, shift).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void put(String value, String spelling, byte[] bytes) {
        spellings.put(value + " as " + spelling, bytes);
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.chars().forEach(unit -> text.append(String.format("\\u%04x", unit)));
        return text.toString();
    }

    /** The characters of the encoding that do not depend on what stands around the value. */
    private static String base64(byte[] value, int shift) {
        byte[] shifted = new byte[shift + value.length];
        System.arraycopy(value, 0, shifted, shift, value.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = shift == 0 ? 0 : shift + 1;
        int whole = shifted.length * 8 / 6;
        return text.substring(first, whole);
    }

    /** The first one that is found, with its spelling. */
    Optional<String> in(byte[] answer) {
        return spellings.entrySet().stream()
                .filter(spelling -> indexOf(answer, spelling.getValue()) != NO_PLACE)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static int indexOf(byte[] text, byte[] wanted) {
        for (int from = 0; from <= text.length - wanted.length; from++) {
            int same = 0;
            while (same < wanted.length && text[from + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return from;
            }
        }
        return NO_PLACE;
    }
}
