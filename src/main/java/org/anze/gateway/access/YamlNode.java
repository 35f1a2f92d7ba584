package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A YAML file with the line of every node, every scalar as the text that stands there ({@code 03} stays {@code 03}). A
 * plain {@code JsonNode} would lose both.
 */
sealed interface YamlNode {

    /** Physical line, from 1. */
    int line();

    /** Text, number, date: whatever is one word. */
    record Scalar(int line, String text) implements YamlNode {}

    /** A list. */
    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    /** Keys and values, in the order of the file. */
    record Members(int line, Map<String, YamlNode> values) implements YamlNode {}

    /** The bytes are no YAML, or more of YAML than a person needs. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        Refused(int line, String reason) {
            super(reason, null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** Reads one document without anchors, aliases and tags. */
    static YamlNode read(byte[] bytes) throws Refused {
        try (JsonParser parser = Reader.YAML.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new Refused(1, "empty file");
            }
            YamlNode node = Reader.node((YAMLParser) parser, 0);
            if (parser.nextToken() != null) {
                throw new Refused(Reader.line(parser), "more than one document");
            }
            return node;
        } catch (JacksonException e) {
            throw Reader.refused(e);
        }
    }

    /** The recursive part; an interface has no private state of its own. */
    final class Reader {
        private static final int DEEPEST = 8;
        private static final YAMLMapper YAML = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        /** The parser's own messages name the line where the trouble began; its location is where it gave up. */
        private static final Pattern LINE = Pattern.compile("line (\\d{1,7})");

        private Reader() {}

        private static Refused refused(JacksonException e) {
            String message = Objects.requireNonNullElse(e.getOriginalMessage(), "syntax");
            Matcher matcher = LINE.matcher(message);
            TokenStreamLocation location = e.getLocation();
            int line = matcher.find()
                    ? Integer.parseInt(matcher.group(1))
                    : location == null ? 1 : Math.max(1, location.getLineNr());
            // Indented lines quote the file.
            String reason = message.lines()
                    .filter(part -> !part.startsWith("    "))
                    .map(String::strip)
                    .collect(Collectors.joining("; "));
            return new Refused(line, reason);
        }

        private static YamlNode node(YAMLParser parser, int depth) throws Refused {
            int line = line(parser);
            if (depth > DEEPEST) {
                throw new Refused(line, "nested too deeply");
            }
            if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
                throw new Refused(line, "anchors, aliases and tags are not allowed");
            }
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_ARRAY) {
                List<YamlNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(parser, depth + 1));
                }
                return new Sequence(line, items);
            }
            if (token == JsonToken.START_OBJECT) {
                Map<String, YamlNode> values = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    values.put(name, node(parser, depth + 1));
                }
                return new Members(line, values);
            }
            @Nullable String text = token == JsonToken.VALUE_NULL ? "" : parser.getString();
            return new Scalar(line, text == null ? "" : text.strip());
        }

        private static int line(JsonParser parser) {
            return parser.currentTokenLocation().getLineNr();
        }
    }
}
