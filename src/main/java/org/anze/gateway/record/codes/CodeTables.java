package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All tables of the folder {@code codes/}: every {@code <NAME>.csv} with upper-case name is a code table ({@code SEC},
 * {@code SRV}, {@code ACC}, {@code SCALE}, {@code INDUSTRY}, {@code INS}, {@code LEVEL} …); beside them the tables with more
 * columns or another key. Every file must say in its first lines where it comes from and when it was taken.
 */
public final class CodeTables {

    private static final List<String> NEEDED = List.of("SEC", "SRV", "ACC", "SCALE", "INDUSTRY", "INS", "LEVEL");

    private final Map<String, CodeTable> tables;
    private final List<TableSource> sources;
    private final Regions regions;
    private final Industries industries;
    private final Insurers insurers;
    private final Sectors sectors;
    private final ScaleLimits scaleLimits;
    private final AccidentLevels accidentLevels;
    private final WorkDays workDays;

    private CodeTables(Map<String, CodeTable> tables, List<TableSource> sources, Path folder) throws IOException {
        this.tables = tables;
        this.sources = sources;
        this.regions = Regions.read(folder);
        this.industries = Industries.read(folder, table("SEC"));
        this.insurers = Insurers.read(folder.resolve("INS.csv"), table("INS"));
        this.sectors = Sectors.read(folder, table("SEC"));
        this.scaleLimits = ScaleLimits.read(folder.resolve("scale-limits.csv"), table("SCALE"));
        this.accidentLevels = AccidentLevels.read(folder.resolve("LEVEL.csv"));
        this.workDays = WorkDays.read(folder.resolve("workdays.csv"));
    }

    /**
     * Reads and checks the folder.
     *
     * @throws IllegalArgumentException when a row is wrong or a file does not say where it comes from; the message names
     *     file and line
     */
    public static CodeTables load(Path folder) throws IOException {
        Map<String, CodeTable> tables = new HashMap<>();
        List<TableSource> sources = new ArrayList<>();
        for (Path file : files(folder)) {
            sources.add(new TableFile(file).source());
            String name = String.valueOf(file.getFileName());
            if (name.matches("[A-Z]+\\.csv")) {
                CodeTable table = CodeTable.read(file, name.equals("INS.csv") ? Insurers.COLUMNS : List.of());
                tables.put(table.name(), table);
            }
        }
        for (String needed : NEEDED) {
            if (!tables.containsKey(needed)) {
                throw new IllegalArgumentException(folder + ": table missing: " + needed + ".csv");
            }
        }
        return new CodeTables(Map.copyOf(tables), List.copyOf(sources), folder);
    }

    /** The files of the tables by name, without what programs leave beside them (.SEC.csv.swp, ~$SEC.csv, .~lock.SEC.csv). */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(file -> file.getFileName().toString().matches("[A-Za-z][A-Za-z0-9-]*\\.csv"))
                    .sorted()
                    .toList();
        }
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
        return industries.sectorOf(industry);
    }

    /** The industry classification. */
    public Industries industries() {
        return industries;
    }

    /** The insurers with their codes in all schemes. */
    public Insurers insurers() {
        return insurers;
    }

    /** The sectors with their departments and their places in the annexes. */
    public Sectors sectors() {
        return sectors;
    }

    /** The limits of the size classes of table SCALE. */
    public ScaleLimits scaleLimits() {
        return scaleLimits;
    }

    /** The levels of accidents. */
    public AccidentLevels accidentLevels() {
        return accidentLevels;
    }

    /** Holidays and adjusted working days. */
    public WorkDays workDays() {
        return workDays;
    }

    /** Where each file comes from, by file name. */
    public List<TableSource> sources() {
        return sources;
    }
}
