package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The industry classification GB/T 4754-2017 with its four levels, what became of the classes of 2011, and the sector that
 * an industry belongs to. A code may have its section letter in front (C2681) or not (2681).
 */
public final class Industries {

    private static final int CLASS_LENGTH = 4;

    private final Map<String, String> names = new HashMap<>();
    /** The classes of 2011 whose code or name changed. */
    private final Set<String> classes2011 = new HashSet<>();

    private final Map<String, List<IndustrySuccessor>> successors = new HashMap<>();
    /** For every code of every level, so that the question for a record costs one look-up. */
    private final Map<String, Optional<String>> sectors = new HashMap<>();

    private Industries() {}

    static Industries read(Path folder, CodeTable sectors) throws IOException {
        Industries industries = new Industries();
        industries.readTree(folder.resolve("industry-tree.csv"));
        industries.readClasses(folder.resolve("INDUSTRY.csv"));
        industries.read2011(folder.resolve("industry-2011.csv"));
        industries.readSectors(folder.resolve("industries.csv"), sectors);
        return industries;
    }

    private void readTree(Path file) throws IOException {
        for (TableFile.Row row : new TableFile(file).rows("code", "name", "parent")) {
            String code = row.need("code");
            if (code.length() > 1 && !names.containsKey(row.need("parent"))) {
                throw row.wrong("the parent must stand above: " + row.need("parent"));
            }
            if (names.put(code, row.need("name")) != null) {
                throw row.wrong("code twice: " + code);
            }
        }
    }

    private void readClasses(Path file) throws IOException {
        for (TableFile.Row row : new TableFile(file).rows("code", "name")) {
            String code = row.need("code");
            if (code.length() != CLASS_LENGTH || !names.containsKey(code.substring(0, 3))) {
                throw row.wrong("no group for class " + code + " in industry-tree.csv");
            }
            names.put(code, row.need("name"));
        }
    }

    private void read2011(Path file) throws IOException {
        Set<String> seen = new HashSet<>();
        for (TableFile.Row row : new TableFile(file).rows("legacy", "name", "code", "confidence", "relation")) {
            String legacy = row.need("legacy");
            String code = row.need("code");
            Long confidence = row.number("confidence");
            if (!isClass(code)) {
                throw row.wrong("no class " + code + " in INDUSTRY.csv");
            }
            if (confidence == null || confidence < 1 || confidence > 100) {
                throw row.wrong("confidence must be 1 to 100 per cent");
            }
            if (!seen.add(legacy + ">" + code)) {
                throw row.wrong("pair twice: " + legacy + " and " + code);
            }
            row.need("name");
            classes2011.add(legacy);
            successors
                    .computeIfAbsent(legacy, key -> new ArrayList<>())
                    .add(new IndustrySuccessor(code, confidence.intValue(), relation(row)));
        }
        successors.replaceAll((legacy, list) -> List.copyOf(list));
    }

    private static IndustrySuccessor.Relation relation(TableFile.Row row) {
        try {
            return IndustrySuccessor.Relation.valueOf(
                    row.need("relation").toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw row.wrong("relation is same-name, renamed or split: " + row.need("relation"));
        }
    }

    private void readSectors(Path file, CodeTable table) throws IOException {
        Map<String, Optional<String>> byPrefix = new HashMap<>();
        for (TableFile.Row row : new TableFile(file).rows("prefix", "sector")) {
            String sector = row.need("sector");
            if (table.nameOf(sector).isEmpty()) {
                throw row.wrong("no sector " + sector + " in table SEC");
            }
            if (!names.containsKey(row.need("prefix"))) {
                throw row.wrong("no industry " + row.need("prefix") + " in GB/T 4754-2017");
            }
            if (byPrefix.put(row.need("prefix"), Optional.of(sector)) != null) {
                throw row.wrong("prefix twice: " + row.need("prefix"));
            }
        }
        for (String code : names.keySet()) {
            for (int length = code.length(); length >= 2 && !sectors.containsKey(code); length--) {
                Optional<String> sector = byPrefix.get(code.substring(0, length));
                if (sector != null) {
                    sectors.put(code, sector);
                }
            }
        }
    }

    private static String digits(String code) {
        return code.isEmpty() || code.charAt(0) <= '9' ? code : code.substring(1);
    }

    /** Whether it is a class (小类, four digits) of GB/T 4754-2017. */
    public boolean isClass(String code) {
        String digits = digits(code);
        return digits.length() == CLASS_LENGTH && names.containsKey(digits);
    }

    /** Name of a section (a letter), division, group or class of GB/T 4754-2017. */
    public Optional<String> nameOf(String code) {
        String name = names.get(code);
        return Optional.ofNullable(name == null ? names.get(digits(code)) : name);
    }

    /** Whether it is a class of 2011 that no class of 2017 has as code, so that the edition is certain. */
    public boolean isOnlyOf2011(String code) {
        return classes2011.contains(digits(code)) && !isClass(code);
    }

    /**
     * What became of a class of 2011, likeliest first. Empty when its code and name are the same in 2017, and for codes that
     * 2011 did not have. Most codes of 2011 mean something in 2017 too; ask only when the edition is known.
     */
    public List<IndustrySuccessor> successors(String code2011) {
        return successors.getOrDefault(digits(code2011), List.of());
    }

    /**
     * The sector that an industry of 2017 belongs to, by its longest known prefix; for a code that the edition does not have
     * by the longest part that it has.
     */
    public Optional<String> sectorOf(String industry) {
        String digits = digits(industry);
        Optional<String> sector = sectors.get(digits);
        for (int length = Math.min(CLASS_LENGTH, digits.length()) - 1; sector == null && length >= 2; length--) {
            sector = names.containsKey(digits) ? Optional.empty() : sectors.get(digits.substring(0, length));
        }
        return sector == null ? Optional.empty() : sector;
    }
}
