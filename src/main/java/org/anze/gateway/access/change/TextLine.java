package org.anze.gateway.access.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of two texts laid side by side.
 *
 * @param sign {@code ' '} in both, {@code '-'} only before, {@code '+'} only after
 */
public record TextLine(char sign, String text) {

    /** Beyond this the whole is shown as taken out and put in: comparing costs the product of both. */
    private static final int MOST_LINES = 1500;

    /** The lines of both in order, what was taken out before what was put in. */
    static List<TextLine> compare(byte[] before, byte[] after) {
        String[] old = lines(before);
        String[] fresh = lines(after);
        List<TextLine> lines = new ArrayList<>();
        if (old.length > MOST_LINES || fresh.length > MOST_LINES) {
            add(lines, '-', old);
            add(lines, '+', fresh);
            return lines;
        }
        int[][] common = common(old, fresh);
        int i = 0;
        int j = 0;
        while (i < old.length || j < fresh.length) {
            if (i < old.length && j < fresh.length && old[i].equals(fresh[j])) {
                lines.add(new TextLine(' ', old[i++]));
                j++;
            } else if (j == fresh.length || i < old.length && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new TextLine('-', old[i++]));
            } else {
                lines.add(new TextLine('+', fresh[j++]));
            }
        }
        return lines;
    }

    private static String[] lines(byte[] text) {
        return text.length == 0 ? new String[0] : new String(text, StandardCharsets.UTF_8).split("\\R", -1);
    }

    private static void add(List<TextLine> lines, char sign, String[] texts) {
        for (String text : texts) {
            lines.add(new TextLine(sign, text));
        }
    }

    /** Length of the longest common part of what follows from each pair of lines on. */
    private static int[][] common(String[] old, String[] fresh) {
        int[][] common = new int[old.length + 1][fresh.length + 1];
        for (int i = old.length - 1; i >= 0; i--) {
            for (int j = fresh.length - 1; j >= 0; j--) {
                common[i][j] = old[i].equals(fresh[j])
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
