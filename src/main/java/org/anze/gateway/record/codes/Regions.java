package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Administrative divisions of GB/T 2260, from county to province, with the abolished ones. Codes have six digits; provinces
 * and cities end in zeros.
 */
public final class Regions {

    private static final String CITY_DISTRICTS = "市辖区";

    private final Map<String, Region> byCode = new HashMap<>();
    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    private Regions() {}

    static Regions read(Path folder) throws IOException {
        Regions regions = new Regions();
        regions.add(folder.resolve("regions.csv"));
        if (Files.exists(folder.resolve("regions-history.csv"))) {
            regions.add(folder.resolve("regions-history.csv"));
        }
        regions.byCode.keySet().forEach(regions::indexNames);
        regions.ambiguous.forEach(regions.byName::remove);
        return regions;
    }

    private void add(Path file) throws IOException {
        for (TableFile.Row row : new TableFile(file).rows("code", "name", "from", "to")) {
            String code = row.need("code");
            if (!isSixDigits(code)) {
                throw row.wrong("a region code has six digits: " + code);
            }
            Region region = new Region(row.need("name"), row.date("from"), row.date("to"));
            if (byCode.put(code, region) != null) {
                throw row.wrong("code twice: " + code);
            }
        }
    }

    private void indexNames(String code) {
        Region region = byCode.get(code);
        if (region.to != null || region.name.equals(CITY_DISTRICTS)) {
            return;
        }
        String city = code.endsWith("00") ? "" : shortName(code.substring(0, 4) + "00");
        String province = code.endsWith("0000") ? "" : shortName(code.substring(0, 2) + "0000");
        for (String name : List.of(region.name, city + region.name, province + city + region.name)) {
            String before = byName.put(name, code);
            if (before != null && !before.equals(code)) {
                ambiguous.add(name);
            }
        }
    }

    private String shortName(String code) {
        Region region = byCode.get(code);
        return region == null || region.name.equals(CITY_DISTRICTS) ? "" : region.name;
    }

    /** Whether the code is in force on the day. */
    public boolean isRegion(String code, LocalDate at) {
        Region region = byCode.get(code);
        return region != null
                && (region.from == null || !at.isBefore(region.from))
                && (region.to == null || at.isBefore(region.to));
    }

    /** Whether the code is or ever was in force. */
    public boolean isKnown(String code) {
        return byCode.containsKey(code);
    }

    /**
     * The region a statistical development zone lies in: such zones have 7 as fifth digit and are not part of GB/T 2260.
     * Empty when the code is not one, or when its city is unknown. (County-level cities have 8 or 9 there and are regions.)
     */
    public Optional<String> parentOfZone(String code) {
        if (!isSixDigits(code) || code.charAt(4) != '7' || byCode.containsKey(code)) {
            return Optional.empty();
        }
        String city = code.substring(0, 4) + "00";
        return byCode.containsKey(city) ? Optional.of(city) : Optional.empty();
    }

    /** The code of a region named in full (省市县, 市县) or by a name that only one region in force has. */
    public Optional<String> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Name with province and city in front, such as 山西省大同市新荣区. */
    public Optional<String> fullName(String code) {
        Region region = byCode.get(code);
        if (region == null) {
            return Optional.empty();
        }
        String province = code.endsWith("0000") ? "" : shortName(code.substring(0, 2) + "0000");
        String city = code.endsWith("00") ? "" : shortName(code.substring(0, 4) + "00");
        return Optional.of(province + city + region.name);
    }

    static boolean isSixDigits(String text) {
        return text.length() == 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private record Region(
            String name, @Nullable LocalDate from, @Nullable LocalDate to) {}
}
