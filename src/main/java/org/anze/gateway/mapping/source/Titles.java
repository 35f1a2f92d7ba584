package org.anze.gateway.mapping.source;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Texts;

/**
 * What stands above the headings in words, such as {@code 填报单位：某市应急管理局    填报日期：2025年1月8日}, as pseudo columns {@code
 * @title/填报单位} and {@code @title/填报日期}. The first of a name counts. For one table.
 */
final class Titles {

    private static final int MOST = 50;
    private static final int LONGEST_LINE = 2000;

    /** Characters of one table; the pattern takes microseconds for each when somebody has set out to make it slow. */
    private static final int MOST_CHARACTERS = 1 << 16;

    /** A word, a colon, and what follows up to a gap or the next word with a colon. */
    private static final Pattern NAMED = Pattern.compile(
            "([\\p{L}\\p{N}（()）/]{1,20})\\s?[：:]\\s?(\\S.{0,200}?)?(?=[\\s　]{2,}|　|\\t|[\\s　]+[\\p{L}（()）]{1,20}\\s?[：:]|$)");

    private final Map<String, String> values = new HashMap<>();
    private String open = "";
    private int characters;

    /** Takes the next cell, or a whole line of text; a name without a value has it in the next cell. */
    void look(String cell) {
        String text = Texts.trim(cell);
        if (text.isEmpty() || text.length() > LONGEST_LINE || characters >= MOST_CHARACTERS) {
            return;
        }
        characters += text.length();
        Matcher named = NAMED.matcher(text);
        boolean any = false;
        while (named.find()) {
            any = true;
            String value = named.group(2) == null ? "" : Texts.trim(named.group(2));
            open = value.isEmpty() ? named.group(1) : "";
            put(named.group(1), value);
        }
        if (!any && !open.isEmpty()) {
            put(open, text);
            open = "";
        }
    }

    private void put(String name, String value) {
        if (!value.isEmpty() && values.size() < MOST) {
            values.putIfAbsent("@title/" + Texts.compact(name), value);
        }
    }

    Map<String, String> values() {
        return values;
    }
}
