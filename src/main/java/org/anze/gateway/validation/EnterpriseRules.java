package org.anze.gateway.validation;

import static org.anze.gateway.validation.EnterpriseProblem.SCALE_DIFFERS;
import static org.anze.gateway.validation.EnterpriseProblem.SECTOR_NOT_OF_INDUSTRY;
import static org.anze.gateway.validation.EnterpriseProblem.SUBTYPE_MISSING;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.ValidationProblem.INDUSTRY_OLD;
import static org.anze.gateway.validation.ValidationProblem.INDUSTRY_UNKNOWN;

import java.util.List;
import java.util.Set;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.codes.IndustrySuccessor;
import org.jspecify.annotations.Nullable;

/** V-E rules of R01. */
final class EnterpriseRules {

    private static final Set<String> PERMITTED = Set.of("01", "02", "04", "06", "07");

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            ReferenceRules.own("uscc", PartyType.ENT),
            Rule.of("V-S04", "GB/T 4754", EnterpriseRules::industry),
            warns(
                    "V-E03",
                    "SX,JL",
                    SCALE_DIFFERS,
                    "scale",
                    EnterpriseRules::hasOtherScale,
                    subject -> Rule.words(scale(subject), subject.text("scale"))),
            warns(
                    "V-E04",
                    "★",
                    SECTOR_NOT_OF_INDUSTRY,
                    "industry",
                    EnterpriseRules::isOfOtherSector,
                    subject -> Rule.words(
                            Wording.clean(industryOf(subject)),
                            usualSector(subject),
                            subject.scope().sector())),
            rejects(
                    "V-E06",
                    "YQ",
                    SUBTYPE_MISSING,
                    "subType",
                    subject -> subject.lacks("subType")
                            && needsSubType(subject.scope().sector())),
            UnitNames.rule("name", "uscc"),
            CommonRules.needed(
                    "C R01",
                    "safetyPermitNo",
                    EnterpriseRules::needsPermit,
                    "行业须持安全生产许可证",
                    "the sector needs a permit"));

    private EnterpriseRules() {}

    private static void industry(Case subject) {
        String industry = subject.text("industry");
        if (industry == null || isIndustry(subject, industry)) {
            return;
        }
        List<IndustrySuccessor> successors = subject.codes().industries().successors(industry);
        if (subject.codes().industries().isOnlyOf2011(industry) && !successors.isEmpty()) {
            subject.report(
                    INDUSTRY_OLD,
                    "industry",
                    Wording.clean(industry),
                    successors.get(0).code());
        } else {
            subject.report(INDUSTRY_UNKNOWN, "industry", subject.label("industry"));
        }
    }

    private static boolean isIndustry(Case subject, String code) {
        return code.length() == 4 && subject.codes().industries().isClass(code);
    }

    private static boolean hasOtherScale(Case subject) {
        String computed = scale(subject);
        return computed != null && subject.has("scale") && !subject.is("scale", computed);
    }

    private static @Nullable String scale(Case subject) {
        String industry = subject.text("industry");
        return industry == null
                        || !isIndustry(subject, industry)
                        || subject.lacks("employees")
                        || subject.lacks("annualRevenue")
                ? null
                : subject.codes()
                        .scaleLimits()
                        .scaleOf(industry, subject.number("employees"), subject.number("annualRevenue"), null)
                        .orElse(null);
    }

    private static boolean isOfOtherSector(Case subject) {
        String industry = subject.text("industry");
        String sector = subject.scope().sector();
        if (industry == null || sector == null || !isIndustry(subject, industry)) {
            return false;
        }
        String usual = usualSector(subject);
        return usual != null && !usual.equals(sector);
    }

    private static @Nullable String usualSector(Case subject) {
        return subject.codes().sectorOfIndustry(industryOf(subject)).orElse(null);
    }

    private static String industryOf(Case subject) {
        String industry = subject.text("industry");
        return industry == null ? "" : industry;
    }

    /** Mines, dangerous chemicals, fireworks, construction and civil explosives (安全生产许可证条例 article 2). */
    private static boolean needsPermit(Case subject) {
        String sector = subject.scope().sector();
        return sector != null
                && subject.is("opStatus", "在产")
                && (PERMITTED.contains(sector) || (sector.equals("03") && subject.is("subType", "生产")));
    }

    private static boolean needsSubType(@Nullable String sector) {
        return "03".equals(sector) || "04".equals(sector);
    }
}
