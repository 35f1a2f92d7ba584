package org.anze.gateway.record.codes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sector (行业领域) and where it appears in the forms of the Shanxi notice.
 *
 * @param group wider sector that it belongs to, 矿山 for the two kinds of mines; null without
 * @param annex1 row group of annex 1
 * @param annex2 industry name of annex 2; null for the sectors that the annex does not list
 * @param annex3 line of annex 3
 * @param annex3Footnote footnote that annex 3 needs because the sector has no line of its own there; null without
 * @param departments kinds of departments in charge, the first one leading; empty where only the emergency department is
 */
public record Sector(
        String code,
        String name,
        @Nullable String group,
        String annex1,
        @Nullable String annex2,
        String annex3,
        @Nullable String annex3Footnote,
        List<String> departments) {}
