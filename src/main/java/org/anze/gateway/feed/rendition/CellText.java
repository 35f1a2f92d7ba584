package org.anze.gateway.feed.rendition;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.seal.CanonicalJson;

/** How a canonical value is written in a table cell. */
final class CellText {

    /** What spreadsheet programs take for the beginning of a formula, in half and full width (OWASP, CSV injection). */
    private static final String FORMULA_STARTS = "=+-@＝＋－＠";

    private CellText() {}

    /** Yuan with two decimals, per cent with its sign, 是/否, lists joined with ；, objects as canonical JSON. */
    static String of(FieldType type, Object value) {
        if (value instanceof Long number) {
            return switch (type) {
                case MONEY -> yuan(number);
                case PERCENT -> percent(number);
                default -> number.toString();
            };
        }
        if (value instanceof Boolean flag) {
            return flag ? "是" : "否";
        }
        if (value instanceof String text) {
            return inert(text);
        }
        if (type == FieldType.TEXTS && value instanceof List<?> texts) {
            return inert(texts.stream().map(String::valueOf).collect(Collectors.joining("；")));
        }
        return new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    /** Ten-thousandths of a per cent, without needless zeros: 180000 → 18%. */
    static String percent(long value) {
        return BigDecimal.valueOf(value, 4).stripTrailingZeros().toPlainString() + "%";
    }

    /** Text that a spreadsheet will not run: an apostrophe goes before what would begin a formula. */
    static String inert(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\r' || c == '\n' || FORMULA_STARTS.indexOf(c) >= 0) {
                return "'" + text;
            }
            if (c != ' ' && c != '　' && c != '\u00a0' && c != '\ufeff') {
                return text;
            }
        }
        return text;
    }
}
