package org.anze.gateway.record;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/**
 * Canonical records of any definition for property tests, the same for the same seed: well-formed by their definition, as
 * awkward as that allows, of no sense to the rules between fields. Lists are never empty and texts neither empty nor framed
 * by blanks, because such a value cannot be told from an absent one, or from its neighbour, in most formats. People are
 * invented.
 */
public final class RandomRecords {

    /** What has broken an export or an import: signs of formulas, quotes, line ends, rare characters, words for nothing. */
    private static final List<String> AWKWARD = List.of(
            "=1+1",
            "=HYPERLINK(\"http://example.invalid\",\"点\")",
            "+8613800000000",
            "-1",
            "@SUM(A1)",
            "'单引号",
            "他说“好”，\"行\"",
            "\"",
            "\"\"",
            "a,b;c|d",
            "甲、乙；丙",
            "第一行\n第二行",
            "第一行\r\n第二行",
            "左\t右",
            "䶮㛃精密铸造（山西）有限公司",
            "𠮷野矿业",
            "ＡＢＣ１２３（全角）",
            "全角　空格",
            "N/A",
            "无",
            "—",
            "null",
            "true",
            "否",
            "0012",
            "00000000000000000001",
            "140212199001010011999",
            "1E5",
            "1.10",
            "18%",
            "2024-01-31",
            "45322",
            "<b>&amp;</b>",
            "]]>",
            "{\"a\":[1]}",
            "\\n\\u0041",
            "#表头",
            "合计",
            "/a/b%2Fc",
            "é" + "e\u0301",
            "👷🏽‍♂️安全员",
            "终");

    private static final String LETTERS = "安责险山西大同煤矿ABCxyz0189 -_/.:#（）·龴";
    private static final List<String> CREDIT_CODES = List.of(
            "91140212MAXX00015K",
            "91140221MAXX00023F",
            "91140403MAXX00031J",
            "91330302MAXX0004X0",
            "91110105MAXX000741");
    private static final List<String> REGIONS = List.of("140212", "140221", "140403", "330302", "110105", "220102");
    /** Codes of the shipped tables that are valid on every day these records may have. */
    private static final Map<String, List<String>> TABLES = Map.of(
            "REGION", REGIONS,
            "SEC", List.of("01", "02", "03", "04", "05", "06", "07", "08", "09", "90"),
            "SRV", List.of("1", "2", "3", "4", "5", "6", "7"),
            "SCALE", List.of("L", "M", "S", "X"),
            "ACC", List.of("物体打击", "触电", "淹溺", "灼烫", "火灾", "高处坠落", "坍塌"));

    private static final long[] NUMBERS = {0, 1, 9, 10, 99, 100, 12345, 6111583, 1100085, 123456789012L};
    private static final long LARGEST = (1L << 53) - 1;
    private static final long HUNDRED_PER_CENT = 1_000_000;
    private static final int DEFAULT_LENGTH = 2000;
    private static final int LONG_TEXT = 300;
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+08:00'");

    private RandomRecords() {}

    /** A record with all required and some of the other fields; scope, version and operation vary too. */
    public static CanonicalRecord next(RecordDefinition definition, Random random) {
        Scope scope = new Scope(
                random.nextInt(8) == 0 ? null : pick(REGIONS, random),
                random.nextInt(8) == 0 ? null : pick(List.of("01", "03", "06", "90"), random),
                "insurer-jia");
        CanonicalRecord.Builder builder = CanonicalRecord.of(
                        definition,
                        scope,
                        unwritten(random.nextInt(1000)),
                        field -> new Location(1, definition.position(field) + 1, field))
                .version(1 + random.nextInt(3))
                .operation(pick(List.of(Operation.CREATE, Operation.UPDATE, Operation.CORRECT), random));
        values(definition, random).forEach(builder::set);
        return builder.build();
    }

    /** The values of such a record, in the order of the definition; absent fields have no entry. */
    public static Map<String, Object> values(RecordDefinition definition, Random random) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean complete = random.nextInt(5) == 0;
        for (FieldDefinition field : definition.fields()) {
            boolean needed =
                    field.presence() == Presence.REQUIRED || definition.key().contains(field.name());
            if (complete || needed || random.nextInt(3) > 0) {
                values.put(field.name(), value(field, random));
            }
        }
        return values;
    }

    private static Object value(FieldDefinition field, Random random) {
        return switch (field.type()) {
            case TEXT -> text(field, random);
            case CODE -> code(field.codes(), random);
            case INTEGER -> signed(field, integer(field, random), random);
            case MONEY -> signed(field, random.nextInt(20) == 0 ? LARGEST : number(random), random);
            case PERCENT -> signed(field, percent(random), random);
            case BOOLEAN -> random.nextBoolean();
            case DATE -> day(random).toString();
            case INSTANT -> INSTANT.format(instant(random));
            case TEXTS -> texts(field, random);
            case OBJECTS -> objects(field, random);
        };
    }

    private static String text(FieldDefinition field, Random random) {
        if (field.name().equals("personKey")) {
            return String.format("%016x", random.nextLong()).repeat(4);
        }
        int longest = field.maxLength() == 0 ? DEFAULT_LENGTH : field.maxLength();
        if (longest == 18) {
            return pick(CREDIT_CODES, random);
        }
        String text =
                switch (random.nextInt(4)) {
                    case 0 -> pick(AWKWARD, random);
                    case 1 -> letters(1 + random.nextInt(12), random) + pick(AWKWARD, random);
                    default -> letters(1 + random.nextInt(random.nextInt(10) == 0 ? LONG_TEXT : 20), random);
                };
        return atLeastFour(cut(text, longest));
    }

    /** A policy number has at least four characters; the others may as well. */
    private static String atLeastFour(String text) {
        return text.length() < 4 ? text + "0".repeat(4 - text.length()) : text;
    }

    private static String letters(int length, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString().strip() + "字";
    }

    private static String cut(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        if (Character.isHighSurrogate(cut.charAt(cut.length() - 1))) {
            cut = cut.substring(0, cut.length() - 1);
        }
        String stripped = cut.strip();
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static String code(@Nullable String codes, Random random) {
        if (codes == null) {
            throw new IllegalArgumentException("a code without a table");
        }
        List<String> table = codes.contains("|") ? List.of(codes.split("\\|")) : TABLES.get(codes);
        if (table == null) {
            throw new IllegalArgumentException("no codes known of table " + codes);
        }
        return pick(table, random);
    }

    private static long integer(FieldDefinition field, Random random) {
        long number = number(random);
        return field.maxLength() == 0 ? number : number % (long) Math.pow(10, field.maxLength());
    }

    private static long number(Random random) {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(1_000_000_000);
    }

    private static long percent(Random random) {
        return random.nextInt(4) == 0 ? HUNDRED_PER_CENT : random.nextInt((int) HUNDRED_PER_CENT);
    }

    private static long signed(FieldDefinition field, long number, Random random) {
        return field.signed() && random.nextBoolean() ? -number : number;
    }

    private static LocalDate day(Random random) {
        return FIRST_DAY.plusDays(random.nextInt(900));
    }

    private static LocalDateTime instant(Random random) {
        LocalDateTime midnight = day(random).atStartOfDay();
        return random.nextInt(4) == 0 ? midnight : midnight.plusSeconds(random.nextInt(86_400));
    }

    private static List<String> texts(FieldDefinition field, Random random) {
        List<String> texts = new ArrayList<>();
        // The most entries are the list's own limit, not the length of a text.
        FieldDefinition one = new FieldDefinition(
                field.name(),
                field.zh(),
                FieldType.TEXT,
                field.presence(),
                field.sensitivity(),
                field.unit(),
                null,
                0,
                null,
                false,
                List.of());
        for (int i = random.nextInt(3); i >= 0; i--) {
            texts.add(field.codes() == null ? text(one, random) : code(field.codes(), random));
        }
        return List.copyOf(texts);
    }

    private static List<Map<String, Object>> objects(FieldDefinition field, Random random) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (FieldDefinition entry : field.entries()) {
                if (entry.presence() == Presence.REQUIRED || random.nextInt(3) > 0) {
                    object.put(entry.name(), value(entry, random));
                }
            }
            if (object.isEmpty()) {
                FieldDefinition entry = pick(field.entries(), random);
                object.put(entry.name(), value(entry, random));
            }
            objects.add(object);
        }
        return List.copyOf(objects);
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Nobody wrote these records. */
    private static RawRecord unwritten(long ordinal) {
        return UnreadRecord.at(ordinal, Location.ofLine(ordinal + 1));
    }
}
