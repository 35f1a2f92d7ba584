package org.anze.gateway.intake.sftp;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/** What file names mean and which are allowed. */
final class FileNames {

    /** Leaves room for the spool's prefix and for {@code .receipt.json} within the 255 bytes of a file system. */
    static final int LONGEST = 180;

    private static final String ILLEGAL = "/\\:*?\"<>|";
    private static final List<String> TEMPORARY = List.of(".part", ".tmp", ".filepart");
    private static final String OK = ".ok";
    private static final String SIGNATURE = ".p7s";
    private static final String TRY = "try-";
    private static final Pattern RETURNED =
            Pattern.compile("(.+?)(?:\\.fix\\.(?:csv|xlsx|json|xml))+", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** Refuses a name that could do harm in a folder, a listing, a log or a spreadsheet. */
    static void check(String name) {
        boolean sound = !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && name.charAt(0) != '.'
                && !Character.isSpaceChar(name.charAt(0))
                && !Character.isSpaceChar(name.charAt(name.length() - 1))
                && name.charAt(name.length() - 1) != '.'
                && name.codePoints().allMatch(FileNames::allowed);
        if (!sound) {
            throw new SenderMustCorrect(SftpProblem.NAME_NOT_ALLOWED, Location.WHOLE, shown(name));
        }
    }

    private static boolean allowed(int character) {
        // U+FFFD is what a name that was not UTF-8 (GBK, mostly) turns into.
        if (character == 0xFFFD || ILLEGAL.indexOf(character) >= 0) {
            return false;
        }
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** A name made fit for a message: at most 60 characters, odd characters replaced. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(60).forEach(c -> shown.appendCodePoint(allowed(c) ? c : '?'));
        return shown.toString();
    }

    /** Whether the sender says by the name that the file is not finished. */
    static boolean isTemporary(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TEMPORARY.stream().anyMatch(lower::endsWith);
    }

    /** Whether this is the sign that another file is finished. */
    static boolean isOk(String name) {
        return name.length() > OK.length() && name.toLowerCase(Locale.ROOT).endsWith(OK);
    }

    /** The file an {@code .ok} stands for. */
    static String withoutOk(String name) {
        return name.substring(0, name.length() - OK.length());
    }

    /** Whether this is the detached signature of another file. */
    static boolean isSignature(String name) {
        return name.length() > SIGNATURE.length()
                && name.toLowerCase(Locale.ROOT).endsWith(SIGNATURE);
    }

    /** The file that a signature or a file of a pair belongs to. */
    static String withoutSignature(String name) {
        return isSignature(name) ? name.substring(0, name.length() - SIGNATURE.length()) : name;
    }

    /** The names that the signature of a file may have. */
    static List<String> signatures(String name) {
        return List.of(name + SIGNATURE, name + SIGNATURE.toUpperCase(Locale.ROOT));
    }

    /** Whether the sender only wants to know what would become of the file. */
    static boolean isTry(String name) {
        return name.length() > TRY.length() && name.toLowerCase(Locale.ROOT).startsWith(TRY);
    }

    /** The name without the sign of a try, and without what a file of returned records has behind its first name. */
    private static String original(String name) {
        String original = isTry(name) ? name.substring(TRY.length()) : name;
        Matcher returned = RETURNED.matcher(original);
        return returned.matches() ? returned.group(1) : original;
    }

    /**
     * The mapping of the first glob that fits. A file of returned records fits where the file fitted from which they were
     * returned, and a file that is only tried where it would fit without the sign of it.
     */
    static Optional<String> mapping(Map<String, String> globs, String name) {
        Path path = Path.of(original(name));
        return globs.entrySet().stream()
                .filter(entry -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + entry.getKey())
                        .matches(path))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
