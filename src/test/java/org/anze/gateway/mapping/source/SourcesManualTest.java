package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/onboarding/sources.md says what the code does. */
class SourcesManualTest {

    private static String manual() throws IOException {
        return Files.readString(Path.of("docs", "onboarding", "sources.md"));
    }

    @Test
    void describesEveryKeyInBothLanguages() throws IOException {
        String manual = manual();
        int english = manual.indexOf("id=\"english\"");
        List<Class<?>> settings = List.of(
                SourceSettings.class,
                SourceSettings.Archive.class,
                FixedLayout.class,
                ControlTotals.class,
                SourceSettings.Limits.class);
        for (String half : List.of(manual.substring(0, english), manual.substring(english))) {
            for (Class<?> each : settings) {
                for (RecordComponent key : each.getRecordComponents()) {
                    assertThat(Pattern.compile("[`{, ]" + key.getName() + "\\b")
                                    .matcher(half)
                                    .find())
                            .as(key.getName())
                            .isTrue();
                }
            }
            for (SourceSettings.Format format : SourceSettings.Format.values()) {
                assertThat(half).contains("`" + format.name().toLowerCase(Locale.ROOT) + "`");
            }
        }
    }

    @Test
    void showsExamplesThatLoad() throws IOException {
        Matcher example =
                Pattern.compile("```yaml\\nsource:\\n(.*?)```", Pattern.DOTALL).matcher(manual());
        int count = 0;
        while (example.find()) {
            assertThat(Reading.settings(example.group(1).indent(-2)).format()).isNotNull();
            count++;
        }
        assertThat(count).isEqualTo(4);
    }

    @Test
    void namesTheLimitsOfTheCode() throws IOException {
        SourceSettings.Limits limits = SourceSettings.Limits.DEFAULT;
        String manual = manual();
        for (int limit :
                Arrays.asList(limits.columns(), limits.valueCharacters(), limits.recordCharacters(), limits.depth())) {
            assertThat(manual).contains(" " + limit);
        }
        assertThat(manual).contains((XlsWorkbook.LARGEST >> 20) + " MB").contains((Archive.LARGEST >> 30) + " GB");
    }
}
