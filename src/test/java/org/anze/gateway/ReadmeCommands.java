package org.anze.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a README tells its reader to type: every fenced {@code sh} block, named by the comment above it, {@code
 * <!-- run: name -->}. They are meant for bash in the top folder of the repository and say {@code data/} and the usual ports
 * literally, so that a test can put its own in their place.
 */
public final class ReadmeCommands {

    private static final Pattern BLOCK =
            Pattern.compile("^<!-- run: ([a-z0-9-]+) -->\n```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SHELL_FENCE = Pattern.compile("^```(sh|bash|shell|console)\\s*$", Pattern.MULTILINE);

    private ReadmeCommands() {}

    /**
     * Reads a README.
     *
     * @return name → shell text, in the order of the page
     * @throws IllegalStateException when a name is used twice or a shell block has none
     */
    public static Map<String, String> of(Path readme) throws IOException {
        String page = Files.readString(readme, StandardCharsets.UTF_8);
        Map<String, String> commands = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (commands.put(block.group(1), block.group(2)) != null) {
                throw new IllegalStateException(readme + " has two blocks named " + block.group(1));
            }
        }
        long fences = SHELL_FENCE.matcher(page).results().count();
        if (fences != commands.size()) {
            throw new IllegalStateException(
                    readme + " has " + fences + " shell blocks but only " + commands.size() + " with a name");
        }
        return Collections.unmodifiableMap(commands);
    }
}
