package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.ValidationProblem.SCALE_DIFFERS;
import static org.anze.gateway.validation.ValidationProblem.SECTOR_NOT_OF_INDUSTRY;
import static org.anze.gateway.validation.ValidationProblem.SUBTYPE_MISSING;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** V-E rules of R01 that one record can decide. V-E01 needs the registry of enterprises. */
final class EnterpriseRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
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
                            && needsSubType(subject.scope().sector())));

    private EnterpriseRules() {}

    private static void industry(Case subject) {
        String industry = subject.text("industry");
        if (industry != null && !isIndustry(industry)) {
            subject.report(ValidationProblem.INDUSTRY_UNKNOWN, "industry", subject.label("industry"));
        }
    }

    /** Divisions of GB/T 4754-2017 run from 01 to 97; no maintained table of the classes below them could be found. */
    private static boolean isIndustry(String code) {
        if (code.length() != 4) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            if (code.charAt(i) < '0' || code.charAt(i) > '9') {
                return false;
            }
        }
        int division = (code.charAt(0) - '0') * 10 + code.charAt(1) - '0';
        return division >= 1 && division <= 97;
    }

    private static boolean hasOtherScale(Case subject) {
        String computed = scale(subject);
        return computed != null && subject.has("scale") && !subject.is("scale", computed);
    }

    private static @Nullable String scale(Case subject) {
        String industry = subject.text("industry");
        Long employees = subject.number("employees");
        Long revenue = subject.number("annualRevenue");
        return industry == null || !isIndustry(industry) || employees == null || revenue == null
                ? null
                : EnterpriseScale.of(industry, employees, revenue);
    }

    private static boolean isOfOtherSector(Case subject) {
        String industry = subject.text("industry");
        String sector = subject.scope().sector();
        if (industry == null || sector == null || !isIndustry(industry)) {
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

    private static boolean needsSubType(@Nullable String sector) {
        return "03".equals(sector) || "04".equals(sector);
    }
}
