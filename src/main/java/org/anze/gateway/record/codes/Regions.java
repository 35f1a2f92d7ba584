package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Administrative divisions of GB/T 2260, from county to province, with the abolished ones and the former names since 1981.
 * Codes have six digits; provinces and cities end in zeros.
 *
 * <p>The day of a change is the day of its approval where that is known. Senders learn of it later, so a record may carry an
 * abolished code for some months in good faith: {@link #current} says what it stands for.
 */
public final class Regions {

    private static final String CITY_DISTRICTS = "市辖区";
    /** Residence permits of people from Taiwan begin with it (GB 11643 numbers since 2018); it is not a region. */
    private static final String TAIWAN_RESIDENTS = "830000";

    private static final int LONGEST_CHAIN = 10;

    /** Oldest first. */
    private final Map<String, RegionPeriod[]> byCode = new HashMap<>();

    private final Map<String, String> byName = new HashMap<>();
    /** Every name of every time, with the codes that had it. */
    private final Map<String, Set<String>> byAnyName = new HashMap<>();

    private Regions() {}

    static Regions read(Path folder) throws IOException {
        Regions regions = new Regions();
        regions.add(folder.resolve("regions-history.csv"));
        regions.add(folder.resolve("regions.csv"));
        Set<String> ambiguous = new HashSet<>();
        regions.byCode.keySet().forEach(code -> regions.indexNames(code, ambiguous));
        ambiguous.forEach(regions.byName::remove);
        return regions;
    }

    private void add(Path file) throws IOException {
        for (TableFile.Row row : new TableFile(file).rows("code", "name", "from", "to")) {
            String code = row.need("code");
            if (!isSixDigits(code)) {
                throw row.wrong("a region code has six digits: " + code);
            }
            RegionPeriod next = new RegionPeriod(row.need("name"), Validity.of(row), row.words("successor"));
            RegionPeriod[] known = byCode.getOrDefault(code, new RegionPeriod[0]);
            for (RegionPeriod other : known) {
                if (other.overlaps(next)) {
                    throw row.wrong("code twice at the same time: " + code);
                }
            }
            byCode.put(code, RegionPeriod.with(known, next));
        }
    }

    private void indexNames(String code, Set<String> ambiguous) {
        for (RegionPeriod period : byCode.get(code)) {
            if (period.name().equals(CITY_DISTRICTS)) {
                continue;
            }
            String city = code.endsWith("00") ? "" : shortName(code.substring(0, 4) + "00");
            String province = code.endsWith("0000") ? "" : shortName(code.substring(0, 2) + "0000");
            for (String name : List.of(period.name(), city + period.name(), province + city + period.name())) {
                byAnyName.computeIfAbsent(name, key -> new LinkedHashSet<>(2)).add(code);
                if (period.isOpen()) {
                    String before = byName.put(name, code);
                    if (before != null && !before.equals(code)) {
                        ambiguous.add(name);
                    }
                }
            }
        }
    }

    private String shortName(String code) {
        RegionPeriod[] periods = byCode.get(code);
        String name = periods == null ? CITY_DISTRICTS : periods[periods.length - 1].name();
        return name.equals(CITY_DISTRICTS) || name.startsWith("省直辖") || name.startsWith("自治区直辖") ? "" : name;
    }

    /** Whether the code is in force on the day. */
    public boolean isRegion(String code, LocalDate at) {
        RegionPeriod[] periods = byCode.get(code);
        if (periods != null) {
            for (RegionPeriod period : periods) {
                if (period.covers(at)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the code is or ever was in force. */
    public boolean isKnown(String code) {
        return byCode.containsKey(code);
    }

    /** Whether an identity number of GB 11643 may begin with it: any region of any time, and the residents of Taiwan. */
    public boolean isIdentityPrefix(String code) {
        return byCode.containsKey(code) || code.equals(TAIWAN_RESIDENTS);
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

    /**
     * The codes that took over the land of a code when it last ended, in the order of the approval; empty for a code that is
     * still in force or whose successors are not known.
     */
    public List<String> successors(String code) {
        RegionPeriod[] periods = byCode.get(code);
        RegionPeriod last = periods == null ? null : periods[periods.length - 1];
        return last == null || last.isOpen() ? List.of() : last.successors();
    }

    /**
     * The code that is in force on the day for the land of a code: the code itself, or its only successor, or the successor's.
     * Empty when the land went to several regions, for then only the address tells.
     */
    public Optional<String> current(String code, LocalDate at) {
        String next = code;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            if (isRegion(next, at)) {
                return Optional.of(next);
            }
            List<String> successors = successors(next);
            if (successors.size() != 1 || successors.get(0).equals(next)) {
                return Optional.empty();
            }
            next = successors.get(0);
        }
        return Optional.empty();
    }

    /** The code of a region named in full (省市县, 市县) or by a name that only one region in force has. */
    public Optional<String> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The code that had the name on the day or, when none had it then, the one that is in force for the land of every region
     * that ever had it. Empty when that is not one.
     */
    public Optional<String> byName(String name, LocalDate at) {
        Set<String> had = byAnyName.getOrDefault(name, Set.of());
        Set<String> has = new HashSet<>();
        for (String code : had) {
            for (RegionPeriod period : byCode.get(code)) {
                if (period.covers(at) && name.endsWith(period.name())) {
                    has.add(code);
                }
            }
        }
        if (has.isEmpty()) {
            for (String code : had) {
                has.add(current(code, at).orElse(""));
            }
        }
        return has.size() == 1 ? has.stream().filter(code -> !code.isEmpty()).findFirst() : Optional.empty();
    }

    /** Name with province and city in front, such as 山西省大同市新荣区; the last name of an abolished code. */
    public Optional<String> fullName(String code) {
        RegionPeriod[] periods = byCode.get(code);
        if (periods == null) {
            return Optional.empty();
        }
        String province = code.endsWith("0000") ? "" : shortName(code.substring(0, 2) + "0000");
        String city = code.endsWith("00") ? "" : shortName(code.substring(0, 4) + "00");
        return Optional.of(province + city + periods[periods.length - 1].name());
    }

    /** Every code that is or was in force. */
    public Set<String> codes() {
        return Set.copyOf(byCode.keySet());
    }

    static boolean isSixDigits(String text) {
        if (text.length() != 6) {
            return false;
        }
        for (int i = 0; i < 6; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
