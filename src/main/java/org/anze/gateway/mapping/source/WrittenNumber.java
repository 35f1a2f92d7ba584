package org.anze.gateway.mapping.source;

import java.util.LinkedHashSet;
import java.util.Set;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;

/**
 * What a format for numbers shows beside the digits: a unit behind them ({@code 0.00"万元"}), zeros before them
 * ({@code 000000}), or the point further left ({@code 0!.0,"万"}).
 *
 * @param width digits to fill up with zeros; 0 for none
 * @param shift places that the point is moved to the left
 * @param unit the unit of money, ‰ or % that is shown behind the number; empty for none. Other words, such as 人, say nothing
 *     that the heading does not
 * @param isDivided whether conditions choose between sections that differ in this
 */
record WrittenNumber(int width, int shift, String unit, boolean isDivided) {

    static final WrittenNumber PLAIN = new WrittenNumber(0, 0, "", false);

    private static final String PLACES = "0#?";

    /** Positive, negative, nought and text. */
    private static final int MOST_SECTIONS = 4;

    boolean isPlain() {
        return equals(PLAIN);
    }

    /** Whether people see another number than the file has without a unit that says what it is. */
    boolean isAmbiguous() {
        return isDivided || shift > 0 && unit.isEmpty();
    }

    /** Of a format as the workbook writes it out; sections count only when conditions choose between them. */
    static WrittenNumber of(String code) {
        Set<WrittenNumber> sections = new LinkedHashSet<>();
        String rest = code.replace("G/通用格式", "General");
        boolean conditions = false;
        for (int i = 0; i < MOST_SECTIONS && !rest.isEmpty(); i++) {
            Section section = new Section(rest);
            sections.add(section.read());
            conditions |= section.condition;
            rest = rest.substring(Math.min(section.at + 1, rest.length()));
        }
        if (sections.isEmpty()) {
            return PLAIN;
        }
        WrittenNumber first = sections.iterator().next();
        return conditions && sections.size() > 1 ? new WrittenNumber(0, 0, "", true) : first;
    }

    /** One section of a format, read once from left to right. */
    private static final class Section {
        private final String code;
        private final StringBuilder behind = new StringBuilder();
        private int at;
        private boolean condition;
        private boolean point;
        private boolean drawnPoint;
        private boolean onlyZeros = true;
        private int places;
        private int behindDrawnPoint;
        private int commas;

        Section(String code) {
            this.code = code;
        }

        WrittenNumber read() {
            for (; at < code.length() && code.charAt(at) != ';'; at++) {
                char c = code.charAt(at);
                if (c == '"') {
                    literal(inside('"'));
                } else if (c == '\\' || c == '!') {
                    at++;
                    literal(at < code.length() ? code.substring(at, at + 1) : "");
                } else if (c == '_' || c == '*') {
                    at++;
                } else if (c == '[') {
                    bracket(inside(']'));
                } else {
                    sign(c);
                }
            }
            String unit = unit(behind.toString());
            int shift = 3 * commas + (drawnPoint ? behindDrawnPoint : 0);
            return new WrittenNumber(onlyZeros && places > 1 ? places : 0, shift, unit, false);
        }

        private String inside(char closing) {
            int end = code.indexOf(closing, at + 1);
            int stop = end < 0 ? code.length() : end;
            String inside = code.substring(at + 1, stop);
            at = stop;
            return inside;
        }

        private void bracket(String inside) {
            if (inside.startsWith("$")) {
                int locale = inside.lastIndexOf('-');
                literal(inside.substring(1, locale < 1 ? inside.length() : locale));
            } else if (inside.matches("[<>=].*")) {
                condition = true;
            }
        }

        private void literal(String text) {
            if (text.equals(".") && places > 0 && !point) {
                drawnPoint = true;
                onlyZeros = false;
                behindDrawnPoint = 0;
            } else {
                behind.append(text);
            }
        }

        private void sign(char c) {
            if (PLACES.indexOf(c) >= 0) {
                places++;
                behind.setLength(0);
                behindDrawnPoint += drawnPoint && !point ? 1 : 0;
                commas = point ? commas : 0;
                onlyZeros &= c == '0';
            } else if (c == '.') {
                point = true;
                onlyZeros = false;
            } else if (c == ',') {
                commas += places > 0 ? 1 : 0;
                onlyZeros = false;
            } else if (c >= 0x80) {
                behind.append(c);
            } else if (c != ' ') {
                onlyZeros = false;
            }
        }

        /** The shown word when it is one that changes the value, as converters understand it. */
        private static String unit(String shown) {
            String word = Texts.compact(shown);
            if (word.startsWith("(") && word.endsWith(")")) {
                word = word.substring(1, word.length() - 1);
            }
            if (word.equals("‰") || word.equals("%")) {
                return word;
            }
            Amounts.Amount one = word.isEmpty() ? null : Amounts.amount("1" + word);
            boolean money = one != null && one.unit() != null || Amounts.unitIn(word) != null;
            return money ? word : "";
        }
    }
}
