package org.anze.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** docs/operations/configuration.md names every key with the default it really has, and none that does not exist. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/operations/configuration.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(anze\\.[a-z0-9.-]+)` \\| (?:`([^`]*)`|–) \\| .+ \\|$");

    @Test
    void namesEveryKeyWithItsDefault() throws Exception {
        assertThat(rows()).containsAllEntriesOf(keys());
    }

    @Test
    void namesNoKeyThatDoesNotExist() throws Exception {
        assertThat(keys().keySet()).containsAll(rows().keySet());
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            }
        }
        return rows;
    }

    /** Key → default; empty where there is none. */
    static Map<String, String> keys() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, String> keys = new TreeMap<>();
        for (var found : scanner.findCandidateComponents("org.anze.gateway")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            String prefix = properties.prefix().isEmpty() ? properties.value() : properties.prefix();
            collect(prefix, type, keys);
        }
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> keys) {
        assertThat(type.isRecord()).as("%s is a record", type.getName()).isTrue();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord() && component.getType().getName().startsWith("org.anze.")) {
                collect(key, component.getType(), keys);
            } else {
                keys.put(key, defaultOf(type, component));
            }
        }
    }

    /** The annotation stands on the constructor's parameter; its target keeps it off the component. */
    private static String defaultOf(Class<?> type, RecordComponent component) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(component.getName())) {
                DefaultValue value =
                        type.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(DefaultValue.class);
                return value == null ? "" : String.join(",", value.value());
            }
        }
        throw new IllegalStateException(component.getName() + " is no component of " + type);
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
