package org.anze.gateway.reconcile;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.reconcile.OwnSide.Claim;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a party says it has, as it wrote it (docs/spec/reconciliation.md §4): control totals, or one list of records. Read
 * strictly: a field that is unknown, twice there or not exactly as documented is refused.
 */
sealed interface Statement {

    /** The format identifier. */
    String FORMAT = "anze-reconciliation/1";

    /** Lines of counts, with or without digests. */
    record Totals(List<Total> totals) implements Statement {}

    /** One of them; {@code digest} is null when they only count. */
    record Total(
            Direction direction,
            RecordType type,
            LocalDate day,
            Compare compare,
            long count,
            byte @Nullable [] digest) {}

    /** The record versions of one type and day. */
    record Listing(Direction direction, RecordType type, LocalDate day, List<Claim> claims) implements Statement {}

    /**
     * Reads one.
     *
     * @param party whose statement it is: what it sent was provided by itself
     * @param csv whether it is a CSV file of control totals
     */
    static Statement read(byte[] body, boolean csv, String party, ReconcileSettings settings) {
        return csv ? new Totals(Reader.csv(body, settings)) : new Reader(party, settings).json(body);
    }

    /** Reads the JSON form. For one thread. */
    final class Reader {

        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private static final int LONGEST = 500;
        private static final List<String> COLUMNS = List.of("direction", "type", "day", "count", "digest");

        private final String party;
        private final ReconcileSettings settings;

        private Reader(String party, ReconcileSettings settings) {
            this.party = party;
            this.settings = settings;
        }

        private Statement json(byte[] body) {
            JsonNode root;
            try {
                root = JSON.readTree(body);
            } catch (JacksonException e) {
                throw malformed(e.getLocation() == null ? 1 : e.getLocation().getLineNr());
            }
            if (root == null || !root.isObject()) {
                throw malformed(1);
            }
            if (!FORMAT.equals(text(root, "format"))) {
                throw bad("format", FORMAT);
            }
            if (root.has("totals")) {
                only(root, "format", "totals");
                return new Totals(array(root, "totals", settings.mostTotals()).stream()
                        .map(Reader::total)
                        .toList());
            }
            only(root, "format", "direction", "type", "day", "records");
            Direction direction = direction(text(root, "direction"));
            return new Listing(direction, type(text(root, "type")), day(text(root, "day")), claims(root, direction));
        }

        private List<Claim> claims(JsonNode root, Direction direction) {
            List<Claim> claims = new ArrayList<>();
            Set<List<Object>> seen = new HashSet<>();
            for (JsonNode record : array(root, "records", settings.largestList())) {
                only(record, "key", "provider", "version", "digest");
                String provider = direction == Direction.SENT ? party : text(record, "provider");
                if (direction == Direction.SENT && record.has("provider") && !party.equals(text(record, "provider"))) {
                    throw bad("provider", party);
                }
                String key = text(record, "key");
                long version = number(record, "version");
                if (!seen.add(List.of(key, provider, version))) {
                    throw new SenderMustCorrect(ReconcileProblem.REPEATED, Location.WHOLE, claims.size() + 1);
                }
                claims.add(new Claim(
                        key, provider, version, record.has("digest") ? digest(text(record, "digest")) : null));
            }
            return claims;
        }

        private static Total total(JsonNode total) {
            only(total, "direction", "type", "day", "compare", "count", "digest");
            return new Total(
                    direction(text(total, "direction")),
                    type(text(total, "type")),
                    day(text(total, "day")),
                    total.has("compare") ? compare(text(total, "compare")) : Compare.CONTENT,
                    number(total, "count"),
                    total.has("digest") ? digest(text(total, "digest")) : null);
        }

        private static List<Total> csv(byte[] body, ReconcileSettings settings) {
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
            } catch (CharacterCodingException e) {
                throw malformed(1);
            }
            List<Total> totals = new ArrayList<>();
            // Excel puts a byte order mark in front.
            String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
            try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(content)) {
                for (NamedCsvRecord line : reader) {
                    if (!line.getHeader().equals(COLUMNS)) {
                        throw bad("header", String.join(",", COLUMNS));
                    }
                    if (line.getFieldCount() != COLUMNS.size()) {
                        throw malformed(totals.size() + 2L);
                    }
                    if (totals.size() == settings.mostTotals()) {
                        throw new SenderMustCorrect(ReconcileProblem.TOO_MANY, Location.WHOLE, settings.mostTotals());
                    }
                    String digest = line.getField("digest");
                    totals.add(new Total(
                            direction(line.getField("direction")),
                            type(line.getField("type")),
                            day(line.getField("day")),
                            Compare.CONTENT,
                            count(line.getField("count")),
                            digest.isEmpty() ? null : digest(digest)));
                }
            } catch (CsvParseException | UncheckedIOException e) {
                throw malformed(totals.size() + 2L);
            } catch (IOException e) {
                throw new IllegalStateException("reading from memory failed", e);
            }
            return totals;
        }

        private static List<JsonNode> array(JsonNode parent, String name, int most) {
            JsonNode array = parent.get(name);
            if (array == null || !array.isArray()) {
                throw bad(name, "[ … ]");
            }
            if (array.size() > most) {
                throw new SenderMustCorrect(ReconcileProblem.TOO_MANY, Location.WHOLE, most);
            }
            List<JsonNode> nodes = new ArrayList<>(array.size());
            array.forEach(nodes::add);
            return nodes;
        }

        private static void only(JsonNode node, String... names) {
            if (!node.isObject()) {
                throw malformed(1);
            }
            Set<String> known = Set.of(names);
            for (String name : node.propertyNames()) {
                if (!known.contains(name)) {
                    // The name is a stranger's text, so it is not repeated.
                    throw bad("?", String.join(" | ", names));
                }
            }
        }

        private static String text(JsonNode node, String name) {
            JsonNode value = node.get(name);
            if (value == null || !value.isString()) {
                throw bad(name, "1…" + LONGEST);
            }
            String text = value.asString();
            if (text.isEmpty()
                    || text.length() > LONGEST
                    || text.indexOf('\0') >= 0
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw bad(name, "1…" + LONGEST);
            }
            return text;
        }

        private static long number(JsonNode node, String name) {
            JsonNode value = node.get(name);
            if (value == null
                    || !value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.asLong() < 0
                    || value.asLong() > CanonicalJson.MAX_INTEGER) {
                throw bad(name, "0, 1, 2 …");
            }
            return value.asLong();
        }

        private static long count(String text) {
            if (!text.matches("[0-9]{1,15}")) {
                throw bad("count", "0, 1, 2 …");
            }
            return Long.parseLong(text);
        }

        private static Direction direction(String code) {
            return Direction.byCode(code)
                    .orElseThrow(() -> bad(
                            "direction",
                            Arrays.stream(Direction.values())
                                    .map(Direction::code)
                                    .collect(Collectors.joining(" | "))));
        }

        private static Compare compare(String code) {
            return Compare.byCode(code).orElseThrow(() -> bad("compare", "content | keys"));
        }

        private static RecordType type(String code) {
            return RecordType.byCode(code)
                    .orElseThrow(() -> bad(
                            "type",
                            Arrays.stream(RecordType.values())
                                    .map(RecordType::code)
                                    .collect(Collectors.joining(" | "))));
        }

        private static LocalDate day(String text) {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                try {
                    return LocalDate.parse(text);
                } catch (DateTimeParseException noSuchDay) {
                    throw bad("day", "2026-01-31");
                }
            }
            throw bad("day", "2026-01-31");
        }

        private static byte[] digest(String text) {
            try {
                return Base64Text.decodeHash(text, "digest");
            } catch (FlawException e) {
                throw bad("digest", "Base64, 32 bytes");
            }
        }

        private static SenderMustCorrect malformed(long line) {
            return new SenderMustCorrect(ReconcileProblem.BODY_MALFORMED, Location.WHOLE, line);
        }

        private static SenderMustCorrect bad(String name, String possible) {
            return new SenderMustCorrect(ReconcileProblem.BAD_PARAMETER, Location.WHOLE, name, possible);
        }
    }
}
