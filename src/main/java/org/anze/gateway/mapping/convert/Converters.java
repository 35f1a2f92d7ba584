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
            Map.entry("money", (options, unit) -> money(unit, options.signed)),
            Map.entry("percent", (options, unit) -> percent(unit)),
            Map.entry("integer", (options, unit) -> new NumberConverters.Whole(unit, options.signed)),
            Map.entry("boolean", plain(new NumberConverters.YesNo())),
            Map.entry("date", (options, unit) -> time(TimeConverter.Kind.DATE, unit)),
            Map.entry("instant", (options, unit) -> time(TimeConverter.Kind.INSTANT, unit)),
            Map.entry("last-day", (options, unit) -> time(TimeConverter.Kind.LAST_DAY, unit)),
            Map.entry("received-time", plain(TimeConverter.Received.TIME)),
            Map.entry("code", Converters::coded),
            Map.entry("region", Converters::region),
            Map.entry("credit-code-region", (options, unit) -> {
                refuseUnit(unit);
                return new CodeConverters.RegionOfCreditCode(options.tables.regions());
            }),
            Map.entry("region-names", (options, unit) -> {
                refuseUnit(unit);
                return new RegionNames(options.tables.regions());
            }),
            Map.entry("insurer", (options, unit) -> {
                refuseUnit(unit);
                return new CodeConverters.InsurerCode(options.tables.insurers());
            }),
            Map.entry("identity-number", plain(new IdentityNumberConverter())),
            Map.entry(
                    "list",
                    (options, unit) -> new TextList(unit.isEmpty() ? TextList.USUAL : unit, TextConverter.TEXT)),
            Map.entry(
                    "names",
                    (options, unit) -> new TextList(unit.isEmpty() ? TextList.USUAL : unit, TextConverter.NAME)),
            Map.entry("lines", plain(new TextList(TextList.LINES, TextConverter.TEXT))),
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
        return create(name, unit, codes, tables, false);
    }

    /** The same for a field whose numbers may be negative when {@code signed} is true. */
    public static Converter create(String name, String unit, List<CodeTable> codes, CodeTables tables, boolean signed) {
        BiFunction<Options, String, Converter> maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("convert: " + String.join(" | ", names()));
        }
        if (!codes.isEmpty() && !name.equals("code")) {
            throw new IllegalArgumentException("codes: convert=code");
        }
        return maker.apply(new Options(List.copyOf(codes), tables, signed), unit);
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

    private static Converter money(String unit, boolean signed) {
        return switch (unit) {
            case "marked" -> new NumberConverters.Money(null, false, signed);
            case "stated" -> new NumberConverters.Money(null, true, signed);
            default -> {
                Amounts.Unit agreed = Amounts.Unit.named(unit);
                if (agreed == null) {
                    throw new IllegalArgumentException(
                            "unit: fen | yuan | qian-yuan | wan-yuan | yi-yuan | marked | stated");
                }
                yield new NumberConverters.Money(agreed, false, signed);
            }
        };
    }

    private static Converter time(TimeConverter.Kind kind, String unit) {
        return new TimeConverter(kind, TimeReading.of(unit));
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

    private record Options(List<CodeTable> codes, CodeTables tables, boolean signed) {}
}
