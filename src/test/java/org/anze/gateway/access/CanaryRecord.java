package org.anze.gateway.access;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.seal.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * A record with a value in every field of every unit, each like no other wherever the field leaves room for that; the same for
 * the same seed. What may be seen of it under which manner is told from the masks themselves. People are invented.
 */
public final class CanaryRecord {

    private static final int LONG_TEXT = 80;
    private static final int WORD = 18;
    private static final int SHORTEST_WORD = 8;
    private static final int DIGITS = 12;
    private static final int TELLING_DIGITS = 9;
    private static final LocalDate FIRST_DAY = LocalDate.of(1930, 1, 1);
    private static final int DAYS = 25_000;
    private static final Set<LocalDate> TAKEN = Collections.synchronizedSet(new HashSet<>());
    private static final Map<String, String> CODES =
            Map.of("REGION", "140212", "SEC", "03", "SRV", "4", "SCALE", "M", "ACC", "触电");

    private final RecordDefinition definition;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<Canary> canaries = new ArrayList<>();
    private final Random random;

    /**
     * A value that is looked for.
     *
     * @param field canonical name; with {@code .<part>} for a part of an object
     * @param sensitivity class of DOMAIN.md B4, the higher one of list and part
     * @param value as canonical JSON holds it
     * @param forms what it can look like; empty when it is too short to be told from anything else
     * @param numbers of people, within a text that may be seen without them
     */
    public record Canary(
            String unit, String field, int sensitivity, Object value, List<String> forms, List<String> numbers) {

        /** Copies the lists. */
        public Canary {
            forms = List.copyOf(forms);
            numbers = List.copyOf(numbers);
        }
    }

    private record Made(Object value, List<String> forms, List<String> numbers) {
        Made(Object value, String... forms) {
            this(value, List.of(forms), List.of());
        }
    }

    private CanaryRecord(RecordDefinition definition, Map<String, Object> fixed, Random random) {
        this.definition = definition;
        this.random = random;
        for (FieldDefinition field : definition.fields()) {
            Object given = fixed.get(field.name());
            fields.put(field.name(), given == null ? value(field) : given);
        }
    }

    /**
     * The next record.
     *
     * @param fixed values of some fields, which are not looked for: the key of an earlier version
     */
    public static CanaryRecord next(RecordDefinition definition, Map<String, Object> fixed, Random random) {
        return new CanaryRecord(definition, fixed, random);
    }

    /** Canonical field → value, in the order of the definition. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** The values of its key. */
    public Map<String, Object> key() {
        Map<String, Object> key = new LinkedHashMap<>();
        definition.key().forEach(field -> key.put(field, fields.get(field)));
        return key;
    }

    /** The business key. */
    public String businessKey() {
        return definition.businessKey(fields::get);
    }

    /** What is looked for, but for the scope, which is not this record's own. */
    public List<Canary> canaries() {
        return List.copyOf(canaries);
    }

    /** Unit → canonical bytes, without those of key and scope, which hold more than fields. */
    public Map<String, byte[]> units() {
        Map<String, byte[]> units = new LinkedHashMap<>();
        for (String unit : definition.units()) {
            if (!isAlwaysGiven(unit)) {
                Map<String, Object> content = new LinkedHashMap<>();
                definition.fieldsOf(unit).forEach(field -> content.put(field.name(), fields.get(field.name())));
                units.put(unit, CanonicalJson.write(content));
            }
        }
        return units;
    }

    /** Whether a recipient may see a canary's {@link Canary#forms}. */
    public static boolean mayBeSeen(RecordDefinition definition, Canary canary, Map<String, Manner> manners) {
        FieldMask mask = mask(definition, canary, manners);
        return mask == FieldMask.KEEP || mask == FieldMask.FREE_TEXT || mask == FieldMask.FREE_TEXTS;
    }

    /** Whether a recipient may see a canary's {@link Canary#numbers}. */
    public static boolean mayNumbersBeSeen(RecordDefinition definition, Canary canary, Map<String, Manner> manners) {
        return mask(definition, canary, manners) == FieldMask.KEEP;
    }

    private static FieldMask mask(RecordDefinition definition, Canary canary, Map<String, Manner> manners) {
        if (isAlwaysGiven(canary.unit())) {
            return FieldMask.KEEP;
        }
        return switch (manners.getOrDefault(canary.unit(), Manner.WITHHELD)) {
            case GIVEN -> FieldMask.KEEP;
            case WITHHELD -> FieldMask.OMIT;
            case MASKED -> {
                int dot = canary.field().indexOf('.');
                FieldDefinition field = definition
                        .field(dot < 0 ? canary.field() : canary.field().substring(0, dot))
                        .orElseThrow();
                yield dot < 0
                        ? FieldMask.of(field)
                        : FieldMask.part(
                                field.entry(canary.field().substring(dot + 1)).orElseThrow());
            }
        };
    }

    /** Key and scope go to everybody who is given anything. */
    public static boolean isAlwaysGiven(String unit) {
        return unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT);
    }

    /** Whether an agreement may give a unit in the clear; the others it may mask or withhold. */
    public static boolean mayBeGiven(RecordDefinition definition, String unit, boolean pseudonyms) {
        int highest = definition.fieldsOf(unit).stream()
                .flatMap(field -> Stream.concat(Stream.of(field), field.entries().stream()))
                .mapToInt(FieldDefinition::sensitivity)
                .max()
                .orElse(1);
        boolean guessable =
                definition.fieldsOf(unit).stream().anyMatch(field -> FieldMask.GUESSABLE.contains(field.name()));
        return highest < (pseudonyms ? 4 : 5) && !guessable;
    }

    /**
     * How each unit but key and scope is shown: one as told, the others by chance as far as an agreement may.
     *
     * @param told {@code WITHHELD} or {@code MASKED}
     */
    public static Map<String, Manner> manners(
            RecordDefinition definition, String unit, Manner told, boolean pseudonyms, Random random) {
        Map<String, Manner> manners = new TreeMap<>();
        for (String other : definition.units()) {
            if (!isAlwaysGiven(other)) {
                boolean given = mayBeGiven(definition, other, pseudonyms) && random.nextInt(4) > 0;
                manners.put(other, given ? Manner.GIVEN : random.nextBoolean() ? Manner.MASKED : Manner.WITHHELD);
            }
        }
        manners.put(unit, told);
        if (manners.values().stream().allMatch(manner -> manner == Manner.WITHHELD)) {
            manners.keySet().stream()
                    .filter(other -> !other.equals(unit))
                    .findFirst()
                    .ifPresent(other -> manners.put(other, Manner.MASKED));
        }
        return manners;
    }

    private Object value(FieldDefinition field) {
        if (field.type() != FieldType.OBJECTS) {
            return told(field.unit(), field.name(), field.sensitivity(), made(field, false));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        for (FieldDefinition part : field.entries()) {
            int sensitivity = Math.max(field.sensitivity(), part.sensitivity());
            String name = field.name() + "." + part.name();
            object.put(part.name(), told(field.unit(), name, sensitivity, made(part, true)));
        }
        return List.of(object);
    }

    private Object told(String unit, String name, int sensitivity, Made made) {
        Object one = made.value() instanceof List<?> list ? list.get(0) : made.value();
        canaries.add(new Canary(unit, name, sensitivity, one, made.forms(), made.numbers()));
        return made.value();
    }

    private Made made(FieldDefinition field, boolean inList) {
        return switch (field.type()) {
            case OBJECTS -> throw new IllegalArgumentException("objects within objects: " + field.name());
            case TEXTS -> {
                Made one = field.codes() == null ? written() : new Made(code(field));
                yield new Made(List.of(one.value()), one.forms(), one.numbers());
            }
            case TEXT -> text(field);
            case CODE -> new Made(code(field));
            case BOOLEAN -> new Made(random.nextBoolean());
            case INTEGER -> integer(field.maxLength() == 0 ? DIGITS : Math.min(DIGITS, field.maxLength()));
            case MONEY -> {
                long fen = 100_000_000_001L + random.nextInt(900_000_000) * 997L;
                yield new Made(
                        fen,
                        String.valueOf(fen),
                        new BigDecimal(fen).movePointLeft(2).toPlainString());
            }
            case PERCENT -> {
                long percent = 100_001L + random.nextInt(800_000);
                percent += percent % 10 == 0 ? 1 : 0;
                yield percent > field.highestPercent(inList)
                        ? new Made(1L)
                        : new Made(
                                percent,
                                String.valueOf(percent),
                                new BigDecimal(percent).movePointLeft(4).toPlainString());
            }
            case DATE -> {
                String day = day();
                yield new Made(day, day);
            }
            case INSTANT -> {
                String day = day();
                String time = day + "T0" + random.nextInt(10) + ":17:31";
                yield new Made(time + "+08:00", day, time);
            }
        };
    }

    private Made integer(int digits) {
        long lowest = (long) Math.pow(10, digits - 1);
        long number = lowest + (long) (random.nextDouble() * 8 * lowest);
        return digits < TELLING_DIGITS ? new Made(number) : new Made(number, String.valueOf(number));
    }

    private Made text(FieldDefinition field) {
        int longest = field.longestText();
        if (field.name().equals("personKey")) {
            String key = String.format("%016x", random.nextLong() | 1L << 62).repeat(4);
            return new Made(key, key);
        }
        if (longest >= LONG_TEXT) {
            return written();
        }
        String word = word();
        if (longest < SHORTEST_WORD) {
            return new Made(word.substring(0, longest));
        }
        String cut = longest < WORD ? word.substring(0, longest - 1) + "z" : word;
        return new Made(cut, cut);
    }

    private String word() {
        return "q" + Long.toHexString(random.nextLong() & Long.MAX_VALUE | 1L << 62) + "z";
    }

    /** What people write, with numbers in it that are looked for by themselves where the rest may be seen. */
    private Made written() {
        String word = word();
        String mobile = "13" + (100_000_000 + random.nextInt(900_000_000));
        String identity = "110101" + (1930 + random.nextInt(60)) + "0" + (1 + random.nextInt(9)) + "1"
                + random.nextInt(9) + (1000 + random.nextInt(9000));
        String text = word + "，手机" + mobile + "，证件" + identity + "，家住新区";
        return new Made(text, List.of(word, text), List.of(mobile, identity));
    }

    private static @Nullable String code(FieldDefinition field) {
        List<String> closed = field.closedList();
        String code = closed.isEmpty() ? CODES.get(field.codes()) : closed.get(closed.size() - 1);
        if (code == null) {
            throw new IllegalArgumentException("no code known of " + field.codes());
        }
        return code;
    }

    private String day() {
        LocalDate day = FIRST_DAY.plusDays(random.nextInt(DAYS));
        while (!TAKEN.add(day)) {
            day = FIRST_DAY.plusDays(random.nextInt(DAYS));
        }
        return day.toString();
    }
}
