package org.anze.gateway.mapping.source;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Finds the unit of amounts in what stands around the headings, such as 单位：万元 or （金额单位：人民币元）. 填报单位：某公司 names a
 * company and states nothing.
 */
final class StatedUnit {

    private static final Pattern STATED =
            Pattern.compile("单位[:为]?(?:[^():;]{1,12}[、,/])?(?:人民币)?" + "(百万元|千万元|万元|千元|亿元|元|角|分)(?![\\p{L}])");
    private static final Pattern MONEY = Pattern.compile("\\(?(?:人民币)?(百万元|千万元|万元|千元|亿元|元|角|分)\\)?");
    private static final Set<String> OTHER = Set.of(
            "人", "人次", "名", "个", "家", "户", "起", "次", "份", "件", "单", "项", "台", "辆", "吨", "%", "‰", "天", "日", "月", "年",
            "小时", "平方米", "公里");

    private final Origin origin;
    private @Nullable String unit;

    StatedUnit(Origin origin) {
        this.origin = origin;
    }

    /** The unit that a text states; null when it states none. */
    static @Nullable String in(String text) {
        Matcher stated = STATED.matcher(Texts.compact(text));
        return stated.find() ? stated.group(1) : null;
    }

    /** The unit that a cell of a row of units is, without words around it; null when it is none of money. */
    static @Nullable String money(String text) {
        Matcher money = MONEY.matcher(Texts.compact(text));
        return money.matches() ? money.group(1) : null;
    }

    /** Whether a cell is the unit of anything. */
    static boolean isUnit(String text) {
        String compact = Texts.compact(text);
        String bare =
                compact.startsWith("(") && compact.endsWith(")") ? compact.substring(1, compact.length() - 1) : compact;
        return money(text) != null || OTHER.contains(bare);
    }

    /** Takes note of what a text states; two units that differ are refused, because nobody knows which is meant. */
    void look(String text, long line) {
        String stated = in(text);
        if (stated != null) {
            set(stated, line);
        }
    }

    void set(String stated, long line) {
        if (unit != null && !unit.equals(stated)) {
            throw new SenderMustCorrect(SourceProblem.UNIT_CONTRADICTS, origin.at(line, 0, null), line, stated, unit);
        }
        unit = stated;
    }

    /** The unit, which must have been stated by now. */
    String required(Location headings) {
        if (unit == null) {
            throw new SenderMustCorrect(SourceProblem.UNIT_NOT_STATED, headings);
        }
        return unit;
    }
}
