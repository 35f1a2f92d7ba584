package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one YAML mapping strictly: every slip becomes a finding with its line. For one thread. */
final class YamlSection {

    private static final int MOST_ITEMS = 500;

    private final Map<String, YamlNode> values;
    private final int line;
    private final String path;
    private final FileFindings findings;
    private final Set<String> known = new LinkedHashSet<>();

    private YamlSection(YamlNode.Members members, String path, FileFindings findings) {
        this.values = members.values();
        this.line = members.line();
        this.path = path;
        this.findings = findings;
    }

    /** The node as a section; a finding and null when it is none. */
    static @Nullable YamlSection of(YamlNode node, String path, FileFindings findings) {
        if (node instanceof YamlNode.Members members) {
            return new YamlSection(members, path, findings);
        }
        findings.add(
                AccessProblem.WRONG_SHAPE, node.line(), path, path.isEmpty() ? "file" : path, "键值/keys and values");
        return null;
    }

    int line() {
        return line;
    }

    int lineOf(String key) {
        YamlNode node = values.get(key);
        return node == null ? line : node.line();
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A word that must be there. */
    @Nullable
    String text(String key) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty() && missing(key)) {
            findings.add(AccessProblem.MISSING_KEY, lineOf(key), path(key), path(key));
        }
        return text.orElse(null);
    }

    /** A word that may be missing. */
    Optional<String> optionalText(String key) {
        YamlNode node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().isEmpty() ? Optional.empty() : Optional.of(scalar.text());
        }
        findings.add(AccessProblem.WRONG_SHAPE, node.line(), path(key), path(key), "一个值/one value");
        return Optional.empty();
    }

    /** The word that opens everything, or a list of words without doubles; null after a finding. */
    @Nullable
    Words words(String key, @Nullable String everything) {
        YamlNode node = take(key);
        if (node == null) {
            findings.add(AccessProblem.MISSING_KEY, line, path(key), path(key));
            return null;
        }
        if (everything != null
                && node instanceof YamlNode.Scalar scalar
                && scalar.text().equals(everything)) {
            return new Words(node.line(), null);
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            String expected = everything == null ? "列表/a list" : "列表或 " + everything + "/a list or " + everything;
            findings.add(AccessProblem.WRONG_SHAPE, node.line(), path(key), path(key), expected);
            return null;
        }
        return words(key, sequence);
    }

    private @Nullable Words words(String key, YamlNode.Sequence sequence) {
        Set<String> words = new LinkedHashSet<>();
        if (sequence.items().size() > MOST_ITEMS) {
            findings.add(AccessProblem.TOO_LARGE, sequence.line(), path(key), path(key) + " > " + MOST_ITEMS);
            return null;
        }
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof YamlNode.Scalar scalar) || scalar.text().isEmpty()) {
                findings.add(AccessProblem.WRONG_SHAPE, item.line(), path(key), path(key), "一列词/a list of words");
                return null;
            }
            if (!words.add(scalar.text())) {
                findings.add(AccessProblem.NAMED_TWICE, item.line(), path(key), path(key), scalar.text());
            }
        }
        return new Words(sequence.line(), List.copyOf(words));
    }

    /** The list under a key as sections; empty after a finding or when it is missing. */
    List<YamlSection> sections(String key) {
        YamlNode node = take(key);
        List<YamlSection> sections = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence && sequence.items().size() <= MOST_ITEMS) {
            for (int i = 0; i < sequence.items().size(); i++) {
                YamlSection section = of(sequence.items().get(i), path(key) + "[" + i + "]", findings);
                if (section != null) {
                    sections.add(section);
                }
            }
        } else if (node != null) {
            findings.add(AccessProblem.WRONG_SHAPE, node.line(), path(key), path(key), "列表/a list");
        }
        return sections;
    }

    /** The section under a key; null after a finding. */
    @Nullable
    YamlSection section(String key) {
        YamlNode node = take(key);
        if (node == null) {
            findings.add(AccessProblem.MISSING_KEY, line, path(key), path(key));
            return null;
        }
        return of(node, path(key), findings);
    }

    /** Whether exactly this word stands under a key. */
    boolean says(String key, String word) {
        return take(key) instanceof YamlNode.Scalar scalar && scalar.text().equals(word);
    }

    /** Whether a key says {@code true}; it may say {@code false} or be missing. */
    boolean flag(String key) {
        String text = has(key) ? text(key) : null;
        if (text != null && !text.equals("true") && !text.equals("false")) {
            findings.add(AccessProblem.UNKNOWN_CHOICE, lineOf(key), path(key), path(key), text, "true, false");
        }
        return "true".equals(text);
    }

    /** The constant whose name in lower case stands under a key; what is usual when the key is missing, null after a finding. */
    <E extends Enum<E>> @Nullable E choice(String key, Class<E> type, @Nullable E usual) {
        if (!has(key) && usual != null) {
            return usual;
        }
        String text = text(key);
        if (text == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (E value : EnumSet.allOf(type)) {
            String word = value.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return value;
            }
            words.add(word);
        }
        findings.add(AccessProblem.UNKNOWN_CHOICE, lineOf(key), path(key), path(key), text, String.join(", ", words));
        return null;
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /** Reports the keys nobody asked for; to be called last. */
    void refuseOthers() {
        for (Map.Entry<String, YamlNode> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                findings.add(
                        AccessProblem.UNKNOWN_KEY,
                        entry.getValue().line(),
                        path(entry.getKey()),
                        path(entry.getKey()),
                        String.join(", ", known));
            }
        }
    }

    private @Nullable YamlNode take(String key) {
        known.add(key);
        return values.get(key);
    }

    private boolean missing(String key) {
        YamlNode node = values.get(key);
        return node == null || node instanceof YamlNode.Scalar;
    }

    /**
     * @param list the words; null when the word for everything stands there
     */
    record Words(int line, @Nullable List<String> list) {}
}
