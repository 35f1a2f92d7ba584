package org.anze.gateway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** docs/operations/fault-matrix.md: each test that fills a part of it writes that part alone, when told to by -Danze.write. */
final class FaultPage {

    static final Path PAGE = Path.of("docs/operations/fault-matrix.md");

    private FaultPage() {}

    /** Replaces what stands between the marks of a part; does nothing unless it is wanted. */
    static void write(String part, String text) throws IOException {
        if (!Boolean.getBoolean("anze.write")) {
            return;
        }
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String begin = "<!-- " + part + " -->\n";
        String end = "<!-- end of " + part + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("no part " + part + " on " + PAGE);
        }
        Files.writeString(
                PAGE, page.substring(0, from + begin.length()) + text + page.substring(to), StandardCharsets.UTF_8);
    }
}
