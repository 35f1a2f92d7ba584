package org.anze.gateway.validation;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A ledger that fits into a line of text. */
public record KnownRecords(List<KnownRecord> records) implements References {

    private static final Pattern HEAD =
            Pattern.compile("(\\w+)/([^#@~! ]+)(?:#(\\d+))?(?:@([\\w-]+))?(?:~(\\d+))?(?:~(\\d+))?(!?)(?: (.*))?");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    /**
     * Reads records written {@code claim/K-9#2@insurer-yi~330382~03 {"paid":1}} and joined by {@code &&}: type, key, version,
     * party, place, sector, values. All between key and values may be left out; {@code !} before the values means withdrawn.
     */
    public static KnownRecords parse(String text) {
        return new KnownRecords(
                text.isBlank()
                        ? List.of()
                        : Stream.of(text.split("\\s*&&\\s*"))
                                .map(KnownRecords::parseOne)
                                .toList());
    }

    private static KnownRecord parseOne(String text) {
        Matcher matcher = HEAD.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String party = matcher.group(4) == null ? "insurer-jia" : matcher.group(4);
        Map<String, Object> values = matcher.group(8) == null
                ? Map.of()
                : JSON.readValue(matcher.group(8), new TypeReference<Map<String, Object>>() {});
        return new KnownRecord(
                RecordType.byCode(matcher.group(1)).orElseThrow(),
                matcher.group(2),
                party,
                matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3)),
                matcher.group(7).isEmpty() ? Operation.CREATE : Operation.VOID,
                new Scope(
                        matcher.group(5) == null ? "140212" : matcher.group(5),
                        matcher.group(6) == null ? "01" : matcher.group(6),
                        party),
                values);
    }

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        return records.stream()
                .filter(record -> record.type() == type && record.businessKey().equals(businessKey))
                .toList();
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        return records.stream()
                .filter(record -> record.type() == lookup.type() && !record.isVoid())
                .filter(record ->
                        LookupFields.terms(record.type(), record.values()::get).contains(lookup))
                .toList();
    }
}
