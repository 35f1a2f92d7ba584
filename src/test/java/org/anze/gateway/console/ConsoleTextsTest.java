package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anze.gateway.console.login.RouteRights;
import org.anze.gateway.console.people.PasswordRules;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Role;
import org.anze.gateway.feed.ParcelState;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;

class ConsoleTextsTest {

    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z0-9.]+)");
    private static final Pattern WORDS = Pattern.compile("(?:show\\.word|parts :: (?:done|decisions))\\('([a-z.]+)'");

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(texts("messages_en.properties").stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        texts("messages.properties").stringPropertyNames());
    }

    @Test
    void bothLanguagesHaveTheSamePlaceholders() throws IOException {
        Properties english = texts("messages_en.properties");
        texts("messages.properties")
                .forEach((key, text) -> assertThat(placeholders(english.getProperty(key.toString())))
                        .as(key.toString())
                        .isEqualTo(placeholders(text.toString())));
    }

    @Test
    void everyKeyThatATemplateUsesExists() throws IOException {
        Set<String> known = texts("messages.properties").stringPropertyNames();
        for (Path template : templates()) {
            Matcher matcher = KEY.matcher(Files.readString(template));
            while (matcher.find()) {
                assertThat(known).as("%s in %s", matcher.group(1), template).contains(matcher.group(1));
            }
        }
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> known = new TreeSet<>(texts("messages.properties").stringPropertyNames());
        for (Path template : templates()) {
            String page = Files.readString(template);
            Matcher matcher = KEY.matcher(page);
            while (matcher.find()) {
                known.remove(matcher.group(1));
            }
            Matcher words = WORDS.matcher(page);
            while (words.find()) {
                known.removeIf(key -> key.startsWith(words.group(1) + "."));
            }
        }
        known.removeIf(key -> key.startsWith("age."));
        assertThat(known).isEmpty();
    }

    @Test
    void everyWordOfAClosedListHasItsText() throws IOException {
        Set<String> known = texts("messages.properties").stringPropertyNames();
        List<String> needed = new ArrayList<>();
        for (ParcelState state : ParcelState.values()) {
            needed.add("parcel.state." + state);
        }
        for (SubmissionStatus.State state : SubmissionStatus.State.values()) {
            needed.add("submission.state." + state);
        }
        for (Operation operation : Operation.values()) {
            needed.add("operation." + operation);
        }
        for (DisclosedRecord.Manner manner : DisclosedRecord.Manner.values()) {
            needed.add("manner." + manner);
        }
        for (Search.Way way : Search.Way.values()) {
            needed.add("search.way." + way.key());
        }
        for (Role role : Role.values()) {
            needed.add("role." + role);
        }
        for (PasswordRules.Refusal refusal : PasswordRules.Refusal.values()) {
            needed.add("password.refusal." + refusal);
        }
        for (People.Refusal refusal : People.Refusal.values()) {
            needed.add("people.refusal." + refusal);
        }
        for (Role role : Role.values()) {
            RouteRights.links(role).forEach(link -> needed.add("nav." + link.name()));
        }
        RecordDefinitions definitions = RecordDefinitions.load();
        for (RecordType type : RecordType.values()) {
            definitions.of(type).units().forEach(unit -> needed.add("unit." + unit));
        }
        assertThat(known).containsAll(needed);
    }

    private static List<Integer> placeholders(String text) {
        List<Integer> numbers = new ArrayList<>();
        int count = new MessageFormat(text).getFormatsByArgumentIndex().length;
        for (int i = 0; i < count; i++) {
            numbers.add(text.contains("{" + i + "}") ? 1 : 0);
        }
        return numbers;
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(name), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("templates"))) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }
}
