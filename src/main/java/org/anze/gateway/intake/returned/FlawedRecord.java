package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.anze.gateway.mapping.source.Damaged;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** A rejected record with its findings laid to the columns they are about. For one thread. */
final class FlawedRecord {

    private static final int MOST_REASONS = 20;
    private static final String TOO_LONG = "本条被遮盖的内容过长，网关不能补回，请自行填写完整的值";

    private final RawRecord raw;
    private final Map<String, List<Finding>> byColumn = new LinkedHashMap<>();
    private final List<Finding> whole = new ArrayList<>();
    private final List<Finding> all;
    private final Set<String> damagedColumns = new HashSet<>();
    private boolean damagedWhole;

    FlawedRecord(RawRecord raw, List<Finding> findings) {
        this.raw = raw;
        this.all = findings;
        if (raw instanceof Damaged damaged) {
            for (Finding damage : damaged.damage()) {
                String column = column(raw, damage.location());
                damagedWhole |= column == null;
                damagedColumns.add(column == null ? "" : OwnLayout.same(column));
            }
        }
        for (Finding finding : findings) {
            String column = column(raw, finding.location());
            if (column == null || damagedWhole) {
                whole.add(finding);
            } else {
                byColumn.computeIfAbsent(column, any -> new ArrayList<>()).add(finding);
            }
        }
    }

    RawRecord raw() {
        return raw;
    }

    /**
     * Whether a text must not be given back: the cells of a damaged row may stand under the wrong headings, and a damaged row
     * that came back untouched must not look like a sound one.
     */
    boolean isLost(String column) {
        return damagedWhole || !damagedColumns.isEmpty() && damagedColumns.contains(OwnLayout.same(column));
    }

    /** Whether none of its texts may be given back. */
    boolean isLostWhole() {
        return damagedWhole;
    }

    /** Column or path → what is wrong there; it may be one that the record lacks. */
    Map<String, List<Finding>> byColumn() {
        return byColumn;
    }

    /** The column a finding is about; null when it is about the record. */
    static @Nullable String column(RawRecord raw, Location location) {
        String name = location.name();
        if (name == null || name.isEmpty()) {
            return null;
        }
        // Readers put the path of the record before the path of a value.
        String probe = raw.locate("x").name();
        if (probe != null && probe.length() > 2 && probe.endsWith("/x")) {
            String base = probe.substring(0, probe.length() - 1);
            return name.startsWith(base) ? name.substring(base.length()) : name.startsWith("/") ? null : name;
        }
        // In a workbook the letter of the column stands before its heading.
        List<String> named = raw.columns().stream()
                .filter(column -> name.equals(raw.locate(column).name()))
                .toList();
        // Of equal headings it is the one that stands there.
        return named.stream()
                .filter(column -> raw.locate(column).column() == location.column())
                .findFirst()
                .orElse(named.isEmpty() ? name : named.get(0));
    }

    /** In Chinese, with what to do. */
    static String say(List<Finding> findings) {
        return findings.stream()
                .limit(MOST_REASONS)
                .map(finding -> "[" + (finding.rule() == null ? finding.code() : finding.rule()) + "] " + finding.zh()
                        + "。" + finding.remedyZh())
                .distinct()
                .collect(Collectors.joining("；"));
    }

    /**
     * Where the record stood, what is wrong with it as a whole, and what is wrong with columns that are not shown.
     *
     * @param shown whether a column's findings stand beside it
     * @param token its token; empty when there is none
     */
    String reason(Predicate<String> shown, Disguised disguised, String token) {
        List<Finding> rest = new ArrayList<>(whole);
        byColumn.forEach((column, findings) -> {
            if (!shown.test(column)) {
                rest.addAll(findings);
            }
        });
        long line = raw.location().line();
        String place = line > 0 ? "原第 " + line + " 行" : "原第 " + (raw.ordinal() + 1) + " 条";
        String damage = damagedWhole ? "；请对照原文件的这一处重新填写本条" : "";
        String lost = token.isEmpty() && !disguised.kept().isEmpty() ? "；" + TOO_LONG : "";
        return (rest.isEmpty() ? place : place + "：" + say(rest)) + damage + lost;
    }

    /** All of it in English. */
    String english() {
        return all.stream()
                .limit(MOST_REASONS)
                .map(finding -> {
                    String name = finding.location().name();
                    return "[" + (finding.rule() == null ? finding.code() : finding.rule()) + "] "
                            + (name == null ? "" : name + ": ") + finding.en() + ". " + finding.remedyEn();
                })
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
