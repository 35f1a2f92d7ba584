package org.anze.gateway.mapping.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.codes.Regions;
import org.jspecify.annotations.Nullable;

/**
 * A region from the names of province, city and county that stand in columns of their own; the template puts a slash between
 * them: {@code {省}/{市?}/{区县?}}. Full names and names without 省, 市, 县 are found; what fits several regions is refused.
 */
record RegionNames(Regions regions, RecentValues<String> cache) implements Converter {

    private static final Set<String> NO_NAMES = Set.of("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "全市", "全省");
    /** Province, city, county, and one more for good measure; each multiplies what has to be tried. */
    private static final int MOST_NAMES = 4;

    private static final String[] ENDINGS = {"", "省", "市", "县", "区", "自治区", "地区", "盟", "自治州"};

    RegionNames(Regions regions) {
        this(regions, new RecentValues<>());
    }

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        String known = cache.get(text);
        if (known != null) {
            return known;
        }
        Set<String> names = new LinkedHashSet<>();
        for (String part : text.split("/")) {
            String name = Texts.compact(part);
            if (!Texts.isNone(name) && !NO_NAMES.contains(name)) {
                names.add(name);
            }
        }
        Set<String> found = names.isEmpty() || names.size() > MOST_NAMES ? Set.of() : find(List.copyOf(names));
        if (found.size() != 1) {
            cell.report(ConversionProblem.UNKNOWN_REGION, "V-S03", cell.shown(text));
            return null;
        }
        String region = found.iterator().next();
        cache.put(text, region);
        return region;
    }

    /** Every region whose full name is made of these, each with or without its ending. */
    private Set<String> find(List<String> names) {
        List<String> candidates = List.of("");
        for (String name : names) {
            List<String> longer = new ArrayList<>();
            for (String candidate : candidates) {
                for (String ending : ENDINGS) {
                    longer.add(candidate + name + ending);
                }
            }
            candidates = longer;
        }
        Set<String> found = new LinkedHashSet<>();
        for (String candidate : candidates) {
            regions.byName(candidate)
                    .filter(code -> isWithin(code, names.get(0)))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** A short name can be that of a county elsewhere: 朝阳 is a city and two districts. */
    private boolean isWithin(String code, String first) {
        return regions.fullName(code).map(name -> name.startsWith(first)).orElse(false);
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(FieldType.TEXT, FieldType.CODE);
    }
}
