package org.anze.gateway.mapping.convert;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;

/** The named converters of the mapping language; docs/onboarding/mapping-language.md lists them for mapping authors. */
public final class Converters {

    private static final Map<String, BiFunction<Options, String, Converter>> BY_NAME = Map.ofEntries(
            Map.entry("text", plain(TextConverter.TEXT)),
            Map.entry("name", plain(TextConverter.NAME)),
            Map.entry("identifier", plain(TextConverter.IDENTIFIER)),
            Map.entry("credit-code", plain(TextConverter.CREDIT_CODE)),
            Map.entry("money", (options, unit) -> money(unit)),
            Map.entry("percent", (options, unit) -> percent(unit)),
            Map.entry("integer", (options, unit) -> new NumberConverters.Whole(unit)),
            Map.entry("boolean", plain(new NumberConverters.YesNo())),
            Map.entry("date", plain(TimeConverter.DATE)),
            Map.entry("instant", plain(TimeConverter.INSTANT)),
            Map.entry("last-day", plain(TimeConverter.LAST_DAY)),
            Map.entry("received-time", plain(TimeConverter.RECEIVED_TIME)),
            Map.entry("code", Converters::coded),
            Map.entry("region", Converters::region),
            Map.entry("credit-code-region", (options, unit) -> {
                refuseUnit(unit);
                return new CodeConverters.RegionOfCreditCode(options.tables.regions());
            }),
            Map.entry("part", (options, unit) -> new CodeConverters.Piece(Part.of(unit))),
            Map.entry("numbered-list", plain(new CodeConverters.NumberedList())),
            Map.entry("sender", (options, unit) -> sender(unit)));

    private Converters() {}

    /** Names in alphabetical order. */
    public static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    /**
     * Makes a converter.
     *
     * @param unit column {@code unit} of the field table; empty when not given
     * @param codes tables named in column {@code codes}, looked up one after the other; empty when none
     * @throws IllegalArgumentException when there is no such converter or the options do not suit it; the message says what
     *     is allowed
     */
    public static Converter create(String name, String unit, List<CodeTable> codes, CodeTables tables) {
        BiFunction<Options, String, Converter> maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("convert: " + String.join(" | ", names()));
        }
        if (!codes.isEmpty() && !name.equals("code")) {
            throw new IllegalArgumentException("codes: convert=code");
        }
        return maker.apply(new Options(List.copyOf(codes), tables), unit);
    }

    private static BiFunction<Options, String, Converter> plain(Converter converter) {
        return (options, unit) -> {
            refuseUnit(unit);
            return converter;
        };
    }

    private static void refuseUnit(String unit) {
        if (!unit.isEmpty()) {
            throw new IllegalArgumentException("unit: (empty)");
        }
    }

    private static Converter money(String unit) {
        return switch (unit) {
            case "fen" -> new NumberConverters.Money(Amounts.Unit.FEN);
            case "yuan" -> new NumberConverters.Money(Amounts.Unit.YUAN);
            case "wan-yuan" -> new NumberConverters.Money(Amounts.Unit.WAN_YUAN);
            case "marked" -> new NumberConverters.Money(null);
            default -> throw new IllegalArgumentException("unit: fen | yuan | wan-yuan | marked");
        };
    }

    private static Converter percent(String unit) {
        return switch (unit) {
            case "percent" -> NumberConverters.Percent.PER_CENT;
            case "fraction" -> NumberConverters.Percent.FRACTION;
            case "marked" -> NumberConverters.Percent.MARKED;
            default -> throw new IllegalArgumentException("unit: percent | fraction | marked");
        };
    }

    private static Converter region(Options options, String unit) {
        return new CodeConverters.Region(options.tables.regions(), unit.isEmpty() ? null : Part.of(unit));
    }

    private static Converter sender(String unit) {
        return switch (unit) {
            case "id" -> CodeConverters.Sender.ID;
            case "credit-code" -> CodeConverters.Sender.CREDIT_CODE;
            case "name" -> CodeConverters.Sender.NAME;
            default -> throw new IllegalArgumentException("unit: id | credit-code | name");
        };
    }

    private static Converter coded(Options options, String unit) {
        refuseUnit(unit);
        if (options.codes.isEmpty()) {
            throw new IllegalArgumentException(
                    "codes: " + options.tables.names().stream().sorted().toList() + " | party:…");
        }
        return new CodeConverters.Coded(options.codes);
    }

    private record Options(List<CodeTable> codes, CodeTables tables) {}
}
