package org.anze.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The one catalogue of problems: codes are unique, texts complete in both languages, docs/errors.md is what the code says. */
class ProblemCatalogueTest {

    private static @Nullable List<ProblemText> found;

    private static final Path PAGE = Path.of("docs", "errors.md");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    @Test
    void everyCodeIsUsedOnce() {
        List<String> codes = problems().stream().map(ProblemText::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[A-Z]{3}-\\d{4}"));
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        for (ProblemText text : problems()) {
            // A word that differs by language may be an argument of its own, so the numbers may differ but not the
            // count.
            assertThat(placeholders(text.zh())).as(text.code()).hasSameSizeAs(placeholders(text.en()));
            assertThat(text.zh()).as(text.code()).matches(".*\\p{IsHan}.*");
            assertThat(text.remedyZh()).as(text.code()).matches(".*\\p{IsHan}.*");
            assertThat(text.remedyEn()).as(text.code()).isNotBlank();
        }
    }

    /** To write the page anew: {@code mvn test -Dtest=ProblemCatalogueTest -Danze.write=true}. */
    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("anze.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static List<String> placeholders(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found.stream().distinct().sorted().toList();
    }

    private static String page() {
        StringBuilder page = new StringBuilder("# 错误目录 / Catalogue of problems\n\n");
        page.append("由代码核对生成。“处理方”指应采取行动的一方；“可重试”指原样重发可能成功。\n");
        page.append(
                "Checked against the code. \"Acts\" is who has to do something; \"retry\" means that the same bytes may");
        page.append(" succeed later.\n");
        String area = "";
        for (ProblemText text : problems()) {
            String prefix = text.code().substring(0, 3);
            if (!prefix.equals(area)) {
                area = prefix;
                page.append("\n## ").append(area).append('\n');
            }
            page.append("\n### ").append(text.code()).append("\n\n");
            page.append(text.zh()).append("。").append(text.remedyZh()).append("\n\n");
            page.append(text.en()).append(". ").append(text.remedyEn()).append("\n\n");
            page.append("级别 ")
                    .append(text.severity().zh())
                    .append(" (")
                    .append(text.severity().en())
                    .append(") · 处理方 ");
            page.append(text.actor().zh())
                    .append(" (")
                    .append(text.actor().en())
                    .append(") · 可重试 ");
            page.append(text.retry() ? "是 (yes)" : "否 (no)").append('\n');
        }
        return page.toString();
    }

    private static synchronized List<ProblemText> problems() {
        if (found == null) {
            found = find();
        }
        return found;
    }

    private static List<ProblemText> find() {
        List<ProblemText> problems = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.anze.gateway")) {
            if (each.isEnum() && each.isAssignableTo(ProblemKind.class)) {
                for (Object kind : each.reflect().getEnumConstants()) {
                    problems.add(((ProblemKind) kind).text());
                }
            }
        }
        assertThat(problems).isNotEmpty();
        return problems.stream().sorted(Comparator.comparing(ProblemText::code)).collect(Collectors.toList());
    }
}
