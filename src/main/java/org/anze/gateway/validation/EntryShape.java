package org.anze.gateway.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * The parts that the entries of a list of objects may have. A part that is not named here is refused, because nobody could
 * say how sensitive it is.
 *
 * @param required names of the parts that every entry must have
 */
record EntryShape(Map<String, Part> parts, List<String> required) {

    /**
     * One part of an entry.
     *
     * @param longest characters of a text
     * @param codes the closed list of its values; null when free
     */
    record Part(
            FieldType type,
            boolean required,
            int longest,
            @Nullable Set<String> codes) {}

    private static final Set<String> STAGES = Set.of(
            "REPORT", "SURVEY", "REGISTER", "MEDADV", "PREPAY", "ASSESS", "VERIFY", "REFUSE", "PAY", "CLOSE", "REOPEN");
    private static final Set<String> OUTCOMES = Stream.concat(
                    Stream.of("死亡", "重伤", "轻伤"), IntStream.rangeClosed(1, 10).mapToObj(grade -> "伤残" + grade))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, EntryShape> SHAPES = Map.ofEntries(
            shape("policy.coInsurers", need("insurer", 100), number("share", FieldType.PERCENT, true)),
            shape("policy.factors", need("code", 50), number("value", FieldType.PERCENT, true)),
            shape(
                    "policy.insuredUnits",
                    may("uscc", 18),
                    may("name", 100),
                    may("post", 100),
                    number("count", FieldType.INTEGER, false)),
            shape("serviceRecord.experts", may("name", 100), may("certNo", 100), may("major", 100)),
            shape("serviceRecord.result", need("code", 50), need("value", 500)),
            shape("serviceRecord.hazards", need("hazardNo", 100)),
            shape("serviceRecord.files", may("name", 200), need("hash", 128)),
            shape("hazard.photos", may("name", 200), need("hash", 128)),
            shape("hazard.reportTo", need("dept", 100), number("at", FieldType.INSTANT, false), may("receipt", 500)),
            shape("hazard.fundsPlanTime", need("item", 50), need("value", 500)),
            shape(
                    "accidentReport.followUps",
                    number("at", FieldType.INSTANT, true),
                    number("dead", FieldType.INTEGER, false),
                    number("missing", FieldType.INTEGER, false),
                    number("serious", FieldType.INTEGER, false),
                    number("minor", FieldType.INTEGER, false),
                    may("note", 2000)),
            shape(
                    "claim.stages",
                    code("stage", true, STAGES),
                    number("at", FieldType.INSTANT, false),
                    may("by", 100),
                    number("amount", FieldType.MONEY, false),
                    may("note", 2000)),
            shape(
                    "claim.directFees",
                    code("item", true, Set.of("公估", "专家", "检验", "律师", "诉讼", "差旅", "其他")),
                    number("amount", FieldType.MONEY, true)),
            shape(
                    "claim.victims",
                    may("personKey", 64),
                    code("role", false, Set.of("从业人员", "第三者")),
                    code("outcome", false, OUTCOMES),
                    may("disabilityGrade", 20),
                    number("paid", FieldType.MONEY, false),
                    code("payee", false, Set.of("受害人", "继承人", "被保险人")),
                    may("account", 50)));

    /** The shape of a list field, {@code <type>.<field>}; a list of objects without shape is a mistake of ours. */
    static EntryShape of(RecordType type, String field) {
        EntryShape shape = SHAPES.get(type.code() + "." + field);
        if (shape == null) {
            throw new IllegalStateException("no entry shape for " + type.code() + "." + field);
        }
        return shape;
    }

    /** The names of the parts, for people. */
    String names() {
        return String.join(", ", new TreeSet<>(parts.keySet()));
    }

    @SafeVarargs
    private static Map.Entry<String, EntryShape> shape(String field, Map.Entry<String, Part>... parts) {
        List<String> required = Arrays.stream(parts)
                .filter(part -> part.getValue().required())
                .map(Map.Entry::getKey)
                .toList();
        return Map.entry(field, new EntryShape(Map.ofEntries(parts), required));
    }

    private static Map.Entry<String, Part> need(String name, int longest) {
        return Map.entry(name, new Part(FieldType.TEXT, true, longest, null));
    }

    private static Map.Entry<String, Part> may(String name, int longest) {
        return Map.entry(name, new Part(FieldType.TEXT, false, longest, null));
    }

    private static Map.Entry<String, Part> code(String name, boolean required, Set<String> codes) {
        return Map.entry(name, new Part(FieldType.CODE, required, 50, codes));
    }

    private static Map.Entry<String, Part> number(String name, FieldType type, boolean required) {
        return Map.entry(name, new Part(type, required, 0, null));
    }
}
