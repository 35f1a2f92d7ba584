package org.anze.gateway.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** Canonical values as people write them: 61,115.83 元, 18%, 2024-01-31 00:00:00, 03 危险化学品. Safe for many threads. */
final class FieldText {

    private static final int PERCENT_SCALE = 4;

    private final Supplier<CodeTables> codes;
    private final Show show;

    FieldText(Supplier<CodeTables> codes, Show show) {
        this.codes = codes;
        this.show = show;
    }

    /** The text of a value; a value of another type than the definition's (masked ones are text) is shown as it is. */
    String text(FieldDefinition field, Object value) {
        if (value instanceof Long number) {
            return number(field.type(), number);
        }
        if (value instanceof Boolean truth) {
            return truth ? show.either("是", "yes") : show.either("否", "no");
        }
        if (value instanceof List<?> list) {
            return list.stream().map(member -> member(field, member)).collect(Collectors.joining("; "));
        }
        String text = String.valueOf(value);
        return switch (field.type()) {
            case INSTANT -> instant(text);
            case CODE -> code(field.codes(), text);
            default -> PersonalText.hideNumbers(text);
        };
    }

    /** A place of risk with its name. */
    String region(String code) {
        return codes.get()
                .regions()
                .fullName(code)
                .map(name -> code + " " + name)
                .orElse(code);
    }

    /** A sector with its name. */
    String sector(String code) {
        return code("SEC", code);
    }

    private String number(FieldType type, long value) {
        return switch (type) {
            case MONEY -> money(value);
            case PERCENT ->
                BigDecimal.valueOf(value, PERCENT_SCALE).stripTrailingZeros().toPlainString() + "%";
            default -> String.format(Locale.ROOT, "%,d", value);
        };
    }

    private String money(long fen) {
        return String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(fen, 2)) + show.either(" 元", " yuan");
    }

    private String member(FieldDefinition list, Object member) {
        if (!(member instanceof Map<?, ?> map)) {
            return PersonalText.hideNumbers(String.valueOf(member));
        }
        List<String> parts = new ArrayList<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value != null) {
                parts.add(name + "=" + part(list, name, value));
            }
        });
        return String.join(", ", parts);
    }

    private String part(FieldDefinition list, String name, Object value) {
        if (PersonalText.isPersonalMember(name)) {
            return "***";
        }
        return list.entry(name)
                .map(part -> text(part, value))
                .orElseGet(() -> PersonalText.hideNumbers(String.valueOf(value)));
    }

    /** Canonical instants are Beijing time already. */
    private static String instant(String text) {
        return text.replace("+08:00", "").replace('T', ' ');
    }

    private String code(@Nullable String table, String code) {
        if (table == null || !codes.get().names().contains(table)) {
            return "REGION".equals(table) ? region(code) : code;
        }
        Optional<String> name = codes.get().table(table).nameOf(code);
        return name.filter(known -> !known.equals(code))
                .map(known -> code + " " + known)
                .orElse(code);
    }
}
