package org.anze.gateway.evidence.witness;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;

/**
 * What a witness needs of a checkpoint's text (C2SP tlog-checkpoint): its first three lines, and the hash function.
 *
 * @param origin name of the log
 * @param suite from the extension line {@code suite}; without one SHA-256, as C2SP has it
 */
record TreeHead(String origin, long size, byte[] root, Suite suite) {

    private static final String SUITE = "suite ";
    private static final int HEAD_LINES = 3;
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,15}");

    static TreeHead parse(String text) throws FlawException {
        List<String> lines = Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < HEAD_LINES || lines.contains("")) {
            throw malformed();
        }
        return new TreeHead(
                lines.get(0),
                size(lines.get(1)),
                Base64Text.decodeHash(lines.get(2), "checkpoint"),
                suite(lines.subList(HEAD_LINES, lines.size())));
    }

    /** A tree size in decimal without leading zeros. */
    static long size(String text) throws FlawException {
        long size = SIZE.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (size < 0 || size > CanonicalJson.MAX_INTEGER) {
            throw malformed();
        }
        return size;
    }

    private static Suite suite(List<String> extensions) throws FlawException {
        List<String> named =
                extensions.stream().filter(line -> line.startsWith(SUITE)).toList();
        if (named.size() > 1) {
            throw malformed();
        }
        return named.isEmpty()
                ? Suite.INTL
                : Suite.byName(named.get(0).substring(SUITE.length())).orElseThrow(TreeHead::malformed);
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.CHECKPOINT_MALFORMED, "checkpoint");
    }
}
