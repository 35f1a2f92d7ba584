package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sectors of table SEC with their departments and their places in the annexes. */
public final class Sectors {

    private final Map<String, Sector> byCode;

    private Sectors(Map<String, Sector> byCode) {
        this.byCode = byCode;
    }

    static Sectors read(Path folder, CodeTable table) throws IOException {
        Map<String, Sector> byCode = new LinkedHashMap<>();
        for (TableFile.Row row : new TableFile(folder.resolve("SEC-annexes.csv"))
                .rows("code", "group", "annex1", "annex2", "annex3", "annex3-footnote", "departments")) {
            String code = row.need("code");
            String name = table.nameOf(code).orElseThrow(() -> row.wrong("no sector " + code + " in table SEC"));
            Sector sector = new Sector(
                    code,
                    name,
                    orNull(row.text("group")),
                    row.need("annex1"),
                    orNull(row.text("annex2")),
                    row.need("annex3"),
                    orNull(row.text("annex3-footnote")),
                    row.words("departments"));
            if (byCode.put(code, sector) != null) {
                throw row.wrong("code twice: " + code);
            }
        }
        for (String code : table.codes()) {
            if (!byCode.containsKey(code)) {
                throw new IllegalArgumentException(folder + ": SEC-annexes.csv has no row for sector " + code);
            }
        }
        return new Sectors(Collections.unmodifiableMap(byCode));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The sector of a code of table SEC. */
    public Optional<Sector> of(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All, in the order of the table. */
    public Collection<Sector> all() {
        return byCode.values();
    }
}
