package org.anze.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The few things of Helm that our chart uses, so that its text is checked where there is no Helm: values, {@code if} and
 * {@code range} on lines of their own, {@code include}, {@code toYaml}, {@code quote}, {@code nindent}. Whatever else a
 * template says is an error here.
 */
final class ChartText {

    private static final Pattern DIRECTIVE = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
    private static final Pattern DEFINE =
            Pattern.compile("(?s)\\{\\{- define \"([^\"]+)\" -}}\\s*(.*?)\\s*\\{\\{- end -}}");

    private final Map<String, Object> root;
    private final Map<String, String> named = new HashMap<>();
    private final List<String> used = new ArrayList<>();

    /** @param instead values that an operator gives in place of the chart's */
    ChartText(Path chart, String release, Map<String, Object> instead) throws IOException {
        Map<String, Object> values = yaml().load(Files.readString(chart.resolve("values.yaml")));
        values.putAll(instead);
        root = Map.of("Values", values, "Release", Map.of("Name", release));
        Matcher definitions = DEFINE.matcher(Files.readString(chart.resolve("templates/_helpers.tpl")));
        while (definitions.find()) {
            named.put(definitions.group(1), definitions.group(2));
        }
    }

    static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    static List<Path> templates(Path chart) throws IOException {
        try (Stream<Path> files = Files.list(chart.resolve("templates"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The paths below {@code .Values} that were asked for. */
    List<String> used() {
        return used;
    }

    /** A template with the chart's own values. */
    String render(Path template) {
        try {
            List<String> lines = Files.readAllLines(template);
            StringBuilder out = new StringBuilder();
            int end = render(lines, 0, Map.of(), true, out);
            if (end != lines.size()) {
                throw new IllegalArgumentException(template + ":" + (end + 1) + " an end without a beginning");
            }
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to the end of the block; the number of the line that ends it, or of lines. */
    private int render(List<String> lines, int from, Map<String, Object> local, boolean live, StringBuilder out) {
        int at = from;
        while (at < lines.size()) {
            String line = lines.get(at);
            Matcher alone = DIRECTIVE.matcher(line.strip());
            String word = alone.matches() ? alone.group(1) : "";
            if (word.equals("end")) {
                return at;
            } else if (word.startsWith("if ")) {
                Object condition = value(word.substring(3), local);
                boolean holds = condition != null && !condition.equals("") && !condition.equals(false);
                at = render(lines, at + 1, local, live && holds, out) + 1;
            } else if (word.startsWith("range ")) {
                at = range(lines, at, word.substring(6), local, live, out) + 1;
            } else {
                String text = line(line, local);
                if (live) {
                    out.append(text).append('\n');
                }
                at++;
            }
        }
        return at;
    }

    private int range(
            List<String> lines, int at, String what, Map<String, Object> local, boolean live, StringBuilder out) {
        String[] parts = what.split(":=");
        Object over = value(parts[parts.length - 1].strip(), local);
        int end = render(lines, at + 1, bound(parts, "key", "value", local), false, new StringBuilder());
        if (over instanceof Map<?, ?> map) {
            map.forEach((key, value) -> render(lines, at + 1, bound(parts, key, value, local), live, out));
        } else {
            ((List<?>) over).forEach(item -> render(lines, at + 1, bound(parts, "", item, local), live, out));
        }
        return end;
    }

    private static Map<String, Object> bound(String[] parts, Object key, Object item, Map<String, Object> outer) {
        Map<String, Object> local = new HashMap<>(outer);
        local.put(".", item);
        if (parts.length == 2) {
            String[] names = parts[0].split(",");
            local.put(names[0].strip(), key);
            local.put(names[1].strip(), item);
        }
        return local;
    }

    private String line(String line, Map<String, Object> local) {
        return DIRECTIVE.matcher(line).replaceAll(found -> {
            String[] steps = found.group(1).split("\\|");
            Object value = first(steps[0].strip(), local);
            for (int i = 1; i < steps.length; i++) {
                value = piped(steps[i].strip(), value);
            }
            return Matcher.quoteReplacement(String.valueOf(value));
        });
    }

    private Object first(String words, Map<String, Object> local) {
        if (words.startsWith("toYaml ")) {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            return new Yaml(options).dump(value(words.substring(7), local)).stripTrailing();
        }
        if (words.startsWith("include ")) {
            String[] parts = words.split("\\s+");
            String body = named.get(parts[1].replace("\"", ""));
            if (body == null) {
                throw new IllegalArgumentException("nothing is defined as " + parts[1]);
            }
            Map<String, Object> inner = parts[2].equals(".") ? local : Map.of(".", value(parts[2], local));
            return body.lines()
                    .filter(line -> !line.matches("\\{\\{- /\\*.*\\*/ -}}"))
                    .map(line -> line(line, inner))
                    .reduce((a, b) -> a + "\n" + b)
                    .orElse("");
        }
        return value(words, local);
    }

    private static Object piped(String step, Object value) {
        String[] words = step.split("\\s+");
        String text = String.valueOf(value);
        return switch (words[0]) {
            case "quote" -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "replace" -> text.replace(words[1].replace("\"", ""), words[2].replace("\"", ""));
            case "nindent" -> "\n" + text.indent(Integer.parseInt(words[1])).stripTrailing();
            default -> throw new IllegalArgumentException("not known here: " + step);
        };
    }

    private Object value(String path, Map<String, Object> local) {
        if (local.containsKey(path)) {
            return local.get(path);
        }
        if (!path.startsWith(".")) {
            throw new IllegalArgumentException("not known here: " + path);
        }
        if (path.startsWith(".Values.")) {
            used.add(path.substring(8));
        }
        Object found = root;
        for (String name : path.substring(1).split("\\.")) {
            if (!(found instanceof Map<?, ?> map) || !map.containsKey(name)) {
                throw new IllegalArgumentException(path + " is not in values.yaml");
            }
            found = map.get(name);
        }
        return found;
    }
}
