package org.anze.gateway.leak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Values and every spelling in which they could leave, looked for in bytes of any kind: as text in several encodings, as
 * unsalted hashes, within archives and within base64. Filled by one thread, then safe for many.
 *
 * @param <T> whose a value is; equal values can be several people's
 */
final class Needles<T> {

    private static final int WINDOW = 6;
    private static final int WINDOW_BITS = 8 * WINDOW;
    private static final long WINDOW_MASK = (1L << WINDOW_BITS) - 1;
    private static final int FILTER_BITS = 22;
    /** Fewer characters can be in anything by chance. */
    private static final int SURE = 12;

    private static final int SHORTEST_BASE64 = 24;
    private static final int DEEPEST = 3;
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final List<String> HASHES = List.of("SM3", "SHA-256", "SHA-1", "MD5");

    private final Map<ByteBuffer, Needle<T>> needles = new HashMap<>();
    private final Map<Long, List<Needle<T>>> byWindow = new HashMap<>();
    private final BitSet filter = new BitSet(1 << FILTER_BITS);

    /**
     * A spelling of a value.
     *
     * @param bounded whether it counts only where no letter or digit stands beside it
     */
    private record Needle<T>(byte[] bytes, String spelling, boolean bounded, Set<T> owners) {}

    /**
     * A spelling that was found.
     *
     * @param spelling the value and how it was spelt
     * @param owners whose value it is
     */
    record Found<T>(String spelling, Set<T> owners) {}

    /** How many spellings are looked for. */
    int size() {
        return needles.size();
    }

    /** A value as text and encoded. */
    void value(T owner, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        add(owner, value, utf8);
        if (value.length() < WINDOW) {
            return;
        }
        String upper = value.toUpperCase(Locale.ROOT);
        if (!upper.equals(value)) {
            add(owner, value + " in capitals", upper.getBytes(StandardCharsets.UTF_8));
        }
        add(owner, value + " in GB18030", value.getBytes(Charset.forName("GB18030")));
        add(owner, value + " in UTF-16BE", value.getBytes(StandardCharsets.UTF_16BE));
        add(owner, value + " in UTF-16LE", value.getBytes(StandardCharsets.UTF_16LE));
        String address = URLEncoder.encode(value, StandardCharsets.UTF_8);
        ascii(owner, value + " in an address", address);
        ascii(owner, value + " in an address", address.toLowerCase(Locale.ROOT));
        StringBuilder escaped = new StringBuilder();
        value.chars().forEach(unit -> escaped.append(unit < 128 ? (char) unit : String.format("\\u%04x", unit)));
        ascii(owner, value + " escaped", escaped.toString());
        if (utf8.length >= SURE) {
            ascii(owner, value + " in hex", HexFormat.of().formatHex(utf8));
            ascii(owner, value + " in hex", HexFormat.of().withUpperCase().formatHex(utf8));
            for (int shift = 0; shift < 3; shift++) {
                ascii(owner, value + " in base64", base64(utf8, shift));
            }
        }
    }

    /** Unsalted hashes of bytes, as they are and written in hex and base64. */
    void hashes(T owner, String what, byte[] content) {
        for (String algorithm : HASHES) {
            byte[] hash = hash(algorithm, content);
            String spelling = algorithm + " of " + what;
            add(owner, spelling, hash);
            ascii(owner, spelling + " in hex", HexFormat.of().formatHex(hash));
            ascii(owner, spelling + " in hex", HexFormat.of().withUpperCase().formatHex(hash));
            ascii(
                    owner,
                    spelling + " in base64",
                    Base64.getEncoder().withoutPadding().encodeToString(hash));
            ascii(
                    owner,
                    spelling + " in base64url",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        }
    }

    private static byte[] hash(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm, BOUNCY_CASTLE).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The characters of the encoding that do not depend on what stands around the value. */
    private static String base64(byte[] value, int shift) {
        byte[] shifted = new byte[shift + value.length];
        System.arraycopy(value, 0, shifted, shift, value.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(shift == 0 ? 0 : shift + 1, shifted.length * 8 / 6);
    }

    private void ascii(T owner, String spelling, String text) {
        add(owner, spelling, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void add(T owner, String spelling, byte[] bytes) {
        if (bytes.length < WINDOW) {
            throw new IllegalArgumentException("too short to be looked for: " + spelling);
        }
        Needle<T> needle = needles.get(ByteBuffer.wrap(bytes));
        if (needle == null) {
            boolean figures = bytes.length < SURE;
            needle = new Needle<>(bytes, spelling, figures, new LinkedHashSet<>());
            needles.put(ByteBuffer.wrap(bytes), needle);
            long window = window(bytes);
            byWindow.computeIfAbsent(window, key -> new ArrayList<>(1)).add(needle);
            filter.set(slot(window));
        }
        needle.owners.add(owner);
    }

    private static long window(byte[] bytes) {
        long window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window = window << 8 | bytes[i] & 0xff;
        }
        return window;
    }

    private static int slot(long window) {
        return (int) (window * 0x9E3779B97F4A7C15L >>> 64 - FILTER_BITS);
    }

    /** Everything that is found in bytes, in what they pack and in what they encode. */
    List<Found<T>> in(byte[] content) {
        Set<Needle<T>> found = new LinkedHashSet<>();
        look(content, found, 0);
        return found.stream()
                .map(needle -> new Found<>(needle.spelling, needle.owners))
                .toList();
    }

    /** As above, in text. */
    List<Found<T>> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    private void look(byte[] content, Set<Needle<T>> found, int depth) {
        scan(content, found);
        if (depth == DEEPEST) {
            return;
        }
        if (startsWith(content, 'P', 'K', 3, 4)) {
            unzip(content, found, depth);
            return;
        }
        if (startsWith(content, 0x1f, 0x8b)) {
            gunzip(content, found, depth);
        }
        decode(content, found, depth);
    }

    private void gunzip(byte[] content, Set<Needle<T>> found, int depth) {
        byte[] inside;
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            inside = zip.readAllBytes();
        } catch (IOException e) {
            // A hash can begin with these two bytes.
            return;
        }
        look(inside, found, depth + 1);
    }

    private static boolean startsWith(byte[] content, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= content.length || (content[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private void unzip(byte[] content, Set<Needle<T>> found, int depth) {
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                scan(entry.getName().getBytes(StandardCharsets.UTF_8), found);
                try (InputStream in = zip.getInputStream(entry)) {
                    look(in.readAllBytes(), found, depth + 1);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("no sound archive", e);
        }
    }

    /** Runs of base64, which in JSON and XML begin where the text begins. */
    private void decode(byte[] content, Set<Needle<T>> found, int depth) {
        int begin = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i < content.length && isBase64(content[i])) {
                continue;
            }
            int length = (i - begin) / 4 * 4;
            if (length >= SHORTEST_BASE64) {
                String run = new String(content, begin, length, StandardCharsets.US_ASCII);
                look(Base64.getDecoder().decode(run.replace('-', '+').replace('_', '/')), found, depth + 1);
            }
            begin = i + 1;
        }
    }

    private static boolean isBase64(byte one) {
        return isWord(one) || one == '+' || one == '/' || one == '-' || one == '_';
    }

    private static boolean isWord(byte one) {
        return one >= '0' && one <= '9' || one >= 'A' && one <= 'Z' || one >= 'a' && one <= 'z';
    }

    private void scan(byte[] content, Set<Needle<T>> found) {
        long window = 0;
        for (int i = 0; i < content.length; i++) {
            window = (window << 8 | content[i] & 0xff) & WINDOW_MASK;
            if (i >= WINDOW - 1 && filter.get(slot(window))) {
                for (Needle<T> needle : byWindow.getOrDefault(window, List.of())) {
                    if (isAt(content, i - WINDOW + 1, needle)) {
                        found.add(needle);
                    }
                }
            }
        }
    }

    private static boolean isAt(byte[] content, int from, Needle<?> needle) {
        int to = from + needle.bytes.length;
        if (to > content.length || !Arrays.equals(content, from, to, needle.bytes, 0, needle.bytes.length)) {
            return false;
        }
        return !needle.bounded
                || (from == 0 || !isBeside(content[from - 1])) && (to == content.length || !isBeside(content[to]));
    }

    private static boolean isBeside(byte one) {
        return isWord(one) || one == '+' || one == '/' || one == '_';
    }
}
