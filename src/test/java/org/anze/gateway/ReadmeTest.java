package org.anze.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Both READMEs say the same, and no page points into the void. */
class ReadmeTest {

    private static final Path TOP = Path.of("").toAbsolutePath();
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "data", "node_modules");
    private static final Pattern CODE = Pattern.compile("^```.*?^```|`[^`\n]*`", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)>\\s]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern EXPLICIT_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.+?)\\s*#*$", Pattern.MULTILINE);

    @Test
    void bothLanguagesHaveTheSameCommandsInTheSameOrder() throws IOException {
        Map<String, String> english = ReadmeCommands.of(TOP.resolve("README.md"));
        Map<String, String> chinese = ReadmeCommands.of(TOP.resolve("README.zh-CN.md"));

        assertThat(english).isNotEmpty();
        assertThat(List.copyOf(chinese.entrySet())).isEqualTo(List.copyOf(english.entrySet()));
    }

    @Test
    void everyRelativeLinkLeadsToAFileOfTheRepository() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(withoutCode(page));
            while (link.find()) {
                if (!ELSEWHERE.matcher(link.group(1)).matches() && !leadsSomewhere(page, link.group(1))) {
                    broken.add(TOP.relativize(page) + " → " + link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(TOP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(pages).contains(TOP.resolve("README.md"), TOP.resolve("README.zh-CN.md"));
        return pages;
    }

    /** What stands in code is an example and leads nowhere. */
    private static String withoutCode(Path page) throws IOException {
        return CODE.matcher(Files.readString(page, StandardCharsets.UTF_8)).replaceAll("");
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = URLDecoder.decode(hash < 0 ? link : link.substring(0, hash), StandardCharsets.UTF_8);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!target.startsWith(TOP) || !Files.exists(target)) {
            return false;
        }
        boolean toPlace = hash >= 0 && target.toString().endsWith(".md");
        return !toPlace || anchors(target).contains(link.substring(hash + 1));
    }

    private static List<String> anchors(Path page) throws IOException {
        String text = Files.readString(page, StandardCharsets.UTF_8);
        List<String> anchors = new ArrayList<>();
        EXPLICIT_ANCHOR.matcher(text).results().forEach(found -> anchors.add(found.group(1)));
        HEADING.matcher(text).results().forEach(found -> anchors.add(anchor(found.group(1))));
        return anchors;
    }

    /** As the usual sites for source code make them. */
    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
