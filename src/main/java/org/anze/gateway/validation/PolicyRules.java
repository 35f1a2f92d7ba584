package org.anze.gateway.validation;

import static org.anze.gateway.validation.PolicyProblem.BASE_RATE_OFF_TARIFF;
import static org.anze.gateway.validation.PolicyProblem.COMMISSION_HIGH;
import static org.anze.gateway.validation.PolicyProblem.DEATH_LIMIT_LOW;
import static org.anze.gateway.validation.PolicyProblem.FEE_OVER_CAP;
import static org.anze.gateway.validation.PolicyProblem.FEE_UNDER_FLOOR;
import static org.anze.gateway.validation.PolicyProblem.GOVERNMENT_SELECTED;
import static org.anze.gateway.validation.PolicyProblem.HEADCOUNT_SHORT;
import static org.anze.gateway.validation.PolicyProblem.ITEMS_NOT_PREMIUM;
import static org.anze.gateway.validation.PolicyProblem.PERIOD_LONG;
import static org.anze.gateway.validation.PolicyProblem.PERIOD_REVERSED;
import static org.anze.gateway.validation.PolicyProblem.PLAN_MISSING;
import static org.anze.gateway.validation.PolicyProblem.PLAN_WITHOUT_FREQUENCY;
import static org.anze.gateway.validation.PolicyProblem.PREMIUM_OFF_RATE;
import static org.anze.gateway.validation.PolicyProblem.PREVIOUS_OF_OTHER_UNIT;
import static org.anze.gateway.validation.PolicyProblem.RATE_OFF_TARIFF;
import static org.anze.gateway.validation.PolicyProblem.RECEIVED_OVER_PREMIUM;
import static org.anze.gateway.validation.PolicyProblem.SHARES_NOT_WHOLE;
import static org.anze.gateway.validation.PolicyProblem.STAFF_PAYS;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** V-P rules of R03. Renewal (V-P15) is a matter of time, rosters and endorsements have rules of their own. */
final class PolicyRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("insured"),
            CommonRules.creditCode("applicant"),
            Rule.of("V-S01", "GB 32100, G1", PolicyRules::insuredUnits),
            CommonRules.suspiciousPercent("feeRateAgreed"),
            CommonRules.suspiciousPercent("commissionRate"),
            CommonRules.past("signDate"),
            rejects(
                    "V-P01",
                    "★",
                    PERIOD_REVERSED,
                    "endAt",
                    subject -> subject.has("startAt") && subject.has("endAt") && !subject.before("startAt", "endAt"),
                    "startAt",
                    "endAt"),
            warns(
                    "V-P01",
                    "★",
                    PERIOD_LONG,
                    "endAt",
                    subject -> !PolicyPeriod.isProject(subject.scope())
                            && subject.laterThan(
                                    "startAt", "endAt", subject.parameters().longestPolicy()),
                    subject -> words(
                            Duration.ofSeconds(subject.secondsBetween("startAt", "endAt"))
                                    .toDays(),
                            subject.parameters().longestPolicy().toDays())),
            rejects(
                    "V-P03",
                    "27 art15",
                    DEATH_LIMIT_LOW,
                    "perPersonDeath",
                    subject ->
                            subject.less("perPersonDeath", subject.parameters().perPersonFloor()),
                    subject -> words(
                            subject.words("perPersonDeath"),
                            Wording.yuan(subject.parameters().perPersonFloor()))),
            warns(
                    "V-P05",
                    "SX,YQ",
                    HEADCOUNT_SHORT,
                    "insuredCount",
                    subject -> subject.less("insuredCount", "actualCount"),
                    "insuredCount",
                    "actualCount"),
            rejects(
                    "V-P06",
                    "★",
                    RECEIVED_OVER_PREMIUM,
                    "received",
                    subject -> subject.more("received", "premium"),
                    "received",
                    "premium"),
            warns(
                    "V-P07",
                    "★",
                    PREMIUM_OFF_RATE,
                    "premium",
                    Tariff::isPremiumOffRate,
                    subject -> words(subject.words("premium"), Wording.yuan(Tariff.premiumByRate(subject)))),
            rejects(
                    "V-P08",
                    "27 art14",
                    COMMISSION_HIGH,
                    "commissionRate",
                    subject ->
                            subject.more("commissionRate", subject.parameters().commissionCap()),
                    subject -> words(
                            subject.words("commissionRate"),
                            Wording.percent(subject.parameters().commissionCap()))),
            rejects(
                    "V-P09",
                    "ZJ,27 art6",
                    STAFF_PAYS,
                    "employeeShare",
                    subject -> subject.more("employeeShare", 0L),
                    "employeeShare"),
            warns(
                    "V-P10",
                    "JL 二¶4",
                    PLAN_MISSING,
                    "servicePlan",
                    subject -> subject.lacks("servicePlan")
                            && subject.scope().sector() != null
                            && subject.parameters()
                                    .compulsorySectors()
                                    .contains(subject.scope().sector())),
            rejects(
                    "V-P11",
                    "N322",
                    FEE_OVER_CAP,
                    "feeRateAgreed",
                    subject ->
                            subject.more("feeRateAgreed", subject.parameters().feeCap()),
                    subject -> words(
                            subject.words("feeRateAgreed"),
                            Wording.percent(subject.parameters().feeCap()))),
            warns(
                    "V-P11",
                    "JL",
                    FEE_UNDER_FLOOR,
                    "feeRateAgreed",
                    subject ->
                            subject.less("feeRateAgreed", subject.parameters().feeFloor()),
                    subject -> words(
                            subject.words("feeRateAgreed"),
                            Wording.percent(subject.parameters().feeFloor()))),
            rejects(
                    "V-P12",
                    "BJ (十)",
                    RATE_OFF_TARIFF,
                    "rate",
                    subject -> subject.parameters().tariffBinding() && Tariff.isRateOffTariff(subject),
                    subject -> words(subject.words("rate"), Wording.percent(Tariff.rateByFactors(subject)))),
            rejects(
                    "V-P13",
                    "ZJ 一",
                    SHARES_NOT_WHOLE,
                    "coInsurers",
                    subject -> (subject.is("coType", "共保") || subject.has("coInsurers"))
                            && Case.sum(subject.record().objects("coInsurers"), "share") != Tariff.WHOLE,
                    subject -> words(Wording.percent(Case.sum(subject.record().objects("coInsurers"), "share")))),
            warns(
                    "V-P13",
                    "ZJ 一",
                    GOVERNMENT_SELECTED,
                    "governmentSelected",
                    subject -> subject.isTrue("governmentSelected")),
            Rule.of("V-P02", "SX 三·一,27 art16", Neighbours::check),
            rejects(
                    "V-P06",
                    "★",
                    ITEMS_NOT_PREMIUM,
                    "premium",
                    subject -> subject.has("premium") && isOffItems(subject),
                    subject -> words(
                            Wording.yuan(Case.sum(subject.record().objects("items"), "premium")),
                            subject.words("premium"))),
            Rule.of("V-P10", "JL 二¶4", PolicyRules::plan),
            rejects(
                    "V-P12",
                    "BJ (十)",
                    BASE_RATE_OFF_TARIFF,
                    "baseRate",
                    subject -> subject.parameters().tariffBinding()
                            && tariffRate(subject) != null
                            && subject.has("baseRate")
                            && !tariffRate(subject).equals(subject.number("baseRate")),
                    subject -> words(subject.words("baseRate"), Wording.percent(tariffRate(subject)))),
            UnitNames.rule("insuredName", "insured"),
            UnitNames.rule("applicantName", "applicant"),
            Rule.of("V-P16", "★", PolicyRules::previousPolicy),
            ReferenceRules.known("prevPolicyNo", RecordType.POLICY));

    private PolicyRules() {}

    /** A policy whose items have no premiums of their own cannot be added up. */
    private static boolean isOffItems(Case subject) {
        List<Map<String, Object>> items = subject.record().objects("items");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).get("premium") == null) {
                return false;
            }
        }
        return !items.isEmpty() && Math.abs(Case.sum(items, "premium") - subject.count("premium")) > 1;
    }

    private static @Nullable Long tariffRate(Case subject) {
        return subject.parameters().tariffRate(subject.scope().sector());
    }

    /** The plan usually comes after the policy; when it is known already, it must say how often. */
    private static void plan(Case subject) {
        KnownRecord plan = subject.known(RecordType.PLAN, subject.text("servicePlan"));
        if (plan != null && !PlanRules.hasFrequency(plan.objects("items"))) {
            subject.report(PLAN_WITHOUT_FREQUENCY, "servicePlan", subject.words("servicePlan"));
        }
    }

    private static void insuredUnits(Case subject) {
        for (Map<String, Object> unit : subject.record().objects("insuredUnits")) {
            if (unit.get("uscc") instanceof String code) {
                CommonRules.checkCreditCode(subject, "insuredUnits", code);
            }
        }
    }

    private static void previousPolicy(Case subject) {
        String previous = subject.text("prevPolicyNo");
        String insured = subject.text("insured");
        if (previous == null || insured == null) {
            return;
        }
        KnownRecord known = subject.known(RecordType.POLICY, previous);
        if (known != null && known.text("insured") != null && !InsuredUnits.isInsured(known, insured)) {
            subject.report(PREVIOUS_OF_OTHER_UNIT, "prevPolicyNo");
        }
    }
}
