package org.anze.gateway.intake.returned;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind a mask and says for which text of which record: 张*〔#k7m2q.3〕. Many people have the same mask, and lists and
 * rows are inserted, sorted and copied; by its tag a mask gets its own text back wherever it stands, or none.
 *
 * @param record mark of the record, in its token too
 * @param text number of the masked text in the token, from 0
 */
record MaskTag(String record, int text) {

    /** Without letters and digits that are taken for one another. */
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int LENGTH = 5;
    private static final String BEGIN = "〔#";
    private static final Pattern TAG = Pattern.compile("〔#([" + LETTERS + "]{" + LENGTH + "})\\.(\\d{1,5})〕\\s*$");

    /** A mark for a record; 28 million, so that two records of a file hardly ever share one. */
    static String newMark() {
        // It hides nothing: it only tells the records of one sender apart.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder mark = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            mark.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return mark.toString();
    }

    /** A mask with its tag. */
    String behind(String mask) {
        return mask + BEGIN + record + "." + text + "〕";
    }

    /** The tag at the end of a cell; null when there is none. */
    static @Nullable MaskTag of(String cell) {
        if (!cell.contains(BEGIN)) {
            return null;
        }
        Matcher tag = TAG.matcher(cell);
        return tag.find() ? new MaskTag(tag.group(1), Integer.parseInt(tag.group(2))) : null;
    }

    /** Whether a cell ends with a tag. */
    static boolean isIn(String cell) {
        return of(cell) != null;
    }

    /** A cell without the tag at its end. */
    static String without(String cell) {
        return TAG.matcher(cell).replaceFirst("");
    }
}
