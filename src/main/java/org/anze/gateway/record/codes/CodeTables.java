package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All tables of the folder {@code codes/}: every {@code <NAME>.csv} with upper-case name is a code table ({@code SEC},
 * {@code SRV}, {@code ACC}, {@code SCALE} …), beside them the regions and the industry prefixes.
 */
public final class CodeTables {

    private final Map<String, CodeTable> tables;
    private final Regions regions;
    private final Map<String, String> sectorByIndustry;

    private CodeTables(Map<String, CodeTable> tables, Regions regions, Map<String, String> sectorByIndustry) {
        this.tables = tables;
        this.regions = regions;
        this.sectorByIndustry = sectorByIndustry;
    }

    /**
     * Reads and checks the folder.
     *
     * @throws IllegalArgumentException when a row is wrong; the message names file and line
     */
    public static CodeTables load(Path folder) throws IOException {
        Map<String, CodeTable> tables = new HashMap<>();
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(file -> file.getFileName().toString().matches("[A-Z]+\\.csv"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            CodeTable table = CodeTable.read(file);
            tables.put(table.name(), table);
        }
        for (String needed : List.of("SEC", "SRV", "ACC", "SCALE")) {
            if (!tables.containsKey(needed)) {
                throw new IllegalArgumentException(folder + ": table missing: " + needed + ".csv");
            }
        }
        return new CodeTables(Map.copyOf(tables), Regions.read(folder), readIndustries(folder, tables.get("SEC")));
    }

    private static Map<String, String> readIndustries(Path folder, CodeTable sectors) throws IOException {
        Map<String, String> byPrefix = new HashMap<>();
        for (TableFile.Row row : new TableFile(folder.resolve("industries.csv")).rows("prefix", "sector")) {
            if (sectors.nameOf(row.need("sector")).isEmpty()) {
                throw row.wrong("no sector " + row.need("sector") + " in table SEC");
            }
            if (byPrefix.put(row.need("prefix"), row.need("sector")) != null) {
                throw row.wrong("prefix twice: " + row.need("prefix"));
            }
        }
        return byPrefix;
    }

    /** The code a text stands for on a day, by code, name or alias. A table that does not exist is a bug of the caller. */
    public Optional<Code> lookup(String table, String text, LocalDate at) {
        return table(table).lookup(text, at);
    }

    /** Whether this is exactly a code of the table and valid on the day. */
    public boolean contains(String table, String code, LocalDate at) {
        return table(table).contains(code, at);
    }

    /** One table. */
    public CodeTable table(String name) {
        CodeTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no code table " + name);
        }
        return table;
    }

    /** Names of the tables. */
    public Set<String> names() {
        return tables.keySet();
    }

    /** The administrative divisions. */
    public Regions regions() {
        return regions;
    }

    /** Whether this six-digit code of GB/T 2260 is in force on the day. */
    public boolean isRegion(String code, LocalDate at) {
        return regions.isRegion(code, at);
    }

    /** The sector that an industry of GB/T 4754-2017 belongs to, by its longest known prefix; a leading letter is ignored. */
    public Optional<String> sectorOfIndustry(String industry) {
        String digits = industry.isEmpty() || industry.charAt(0) <= '9' ? industry : industry.substring(1);
        for (int length = Math.min(4, digits.length()); length >= 2; length--) {
            @Nullable String sector = sectorByIndustry.get(digits.substring(0, length));
            if (sector != null) {
                return Optional.of(sector);
            }
        }
        return Optional.empty();
    }
}
