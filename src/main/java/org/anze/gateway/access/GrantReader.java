package org.anze.gateway.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreement.Kind;
import org.anze.gateway.access.Agreement.Persons;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code records} of an agreement. For one thread. */
final class GrantReader {

    /** The word of an agreement that gives nothing, as those of the operator and the auditor do. */
    static final String NOTHING = "none";

    private final RecordDefinitions definitions;

    GrantReader(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    /**
     * The grants in the order of the file; not to be used when there are findings.
     *
     * @param persons how people appear where a grant does not say otherwise
     */
    List<Agreement.Grant> read(YamlSection file, Persons persons, FileFindings findings) {
        List<Agreement.Grant> grants = new ArrayList<>();
        if (file.says("records", NOTHING)) {
            return grants;
        }
        Map<Kind, Set<RecordType>> closed = new EnumMap<>(Kind.class);
        List<YamlSection> sections = file.sections("records");
        for (YamlSection section : sections) {
            Agreement.Grant grant = grant(section, persons, findings);
            section.refuseOthers();
            if (grant == null) {
                continue;
            }
            Set<RecordType> ended = closed.computeIfAbsent(grant.kind(), kind -> EnumSet.noneOf(RecordType.class));
            String code = grant.type().code();
            if (ended.contains(grant.type())) {
                findings.add(AccessProblem.NAMED_TWICE, section.lineOf("type"), section.path("type"), "records", code);
            }
            if (grant.isUnconditional()) {
                ended.add(grant.type());
            }
            findings.mark(code, section.line());
            grants.add(grant);
        }
        if (sections.isEmpty()) {
            findings.add(AccessProblem.EMPTY_LIST, file.lineOf("records"), "records", "records");
        }
        return grants;
    }

    private Agreement.@Nullable Grant grant(YamlSection section, Persons usual, FileFindings findings) {
        String code = section.text("type");
        Kind kind = kind(section, findings);
        YamlSection units = kind == Kind.RECORDS ? section.section("units") : null;
        Persons persons = section.choice("persons", Persons.class, usual);
        Own own = section.has("own") ? section.choice("own", Own.class, null) : null;
        String condition = section.optionalText("where").orElse(null);
        SingleCase single = section.has("case") ? singleCase(section.section("case"), findings) : null;
        if (section.has("where") && condition == null) {
            findings.add(
                    AccessProblem.MISSING_KEY, section.lineOf("where"), section.path("where"), section.path("where"));
        }
        if (code == null) {
            return null;
        }
        RecordType type = RecordType.byCode(code).orElse(null);
        if (type == null) {
            findings.add(
                    AccessProblem.UNKNOWN_RECORD_TYPE, section.lineOf("type"), section.path("type"), code, types());
            return null;
        }
        if (own != null && !own.isTold(type)) {
            findings.add(
                    AccessProblem.OWN_IS_NOT_TOLD,
                    section.lineOf("own"),
                    section.path("own"),
                    code,
                    own.zh(),
                    word(own));
        }
        boolean limited = own != null || condition != null;
        if (single != null && limited || kind == Kind.AGGREGATE && (limited || single != null)) {
            findings.add(AccessProblem.MIXED, section.line(), section.path("type"), code);
        }
        RowCondition where = condition == null ? null : where(section, condition, type, findings);
        UnitLists lists = units == null ? UnitLists.NONE : units(definitions.of(type), units, findings);
        if (kind == Kind.RECORDS && units == null) {
            return null;
        }
        return new Agreement.Grant(
                type,
                kind,
                lists.give(),
                lists.mask(),
                lists.fields(),
                own,
                where,
                single,
                persons == null ? usual : persons);
    }

    private static Kind kind(YamlSection section, FileFindings findings) {
        boolean figures = section.flag("aggregate");
        boolean state = section.flag("status");
        if (figures && state || (figures || state) && section.has("units")) {
            findings.add(AccessProblem.MIXED, section.line(), section.path("type"), "aggregate, status, units");
        }
        return figures ? Kind.AGGREGATE : state ? Kind.STATUS : Kind.RECORDS;
    }

    private static @Nullable SingleCase singleCase(@Nullable YamlSection section, FileFindings findings) {
        if (section == null) {
            return null;
        }
        String key = section.text("businessKey");
        String expires = section.text("expires");
        boolean watermark = section.flag("watermark");
        section.refuseOthers();
        if (key == null || expires == null) {
            return null;
        }
        try {
            Instant end = OffsetDateTime.parse(expires).toInstant();
            return new SingleCase(key, end, watermark);
        } catch (DateTimeException e) {
            findings.add(
                    AccessProblem.NOT_A_DATE,
                    section.lineOf("expires"),
                    section.path("expires"),
                    section.path("expires"),
                    expires);
            return null;
        }
    }

    private @Nullable RowCondition where(
            YamlSection section, String condition, RecordType type, FileFindings findings) {
        try {
            return RowCondition.compile(condition, definitions.of(type));
        } catch (IllegalArgumentException e) {
            findings.add(
                    AccessProblem.WRONG_CONDITION,
                    section.lineOf("where"),
                    section.path("where"),
                    type.code(),
                    String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String types() {
        return Arrays.stream(RecordType.values()).map(RecordType::code).collect(Collectors.joining(", "));
    }

    private static UnitLists units(RecordDefinition definition, YamlSection units, FileFindings findings) {
        UnitLists lists = UnitLists.read(definition, units, findings);
        units.refuseOthers();
        return lists;
    }
}
