package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;
import static org.anze.gateway.validation.ValidationProblem.COMMISSION_HIGH;
import static org.anze.gateway.validation.ValidationProblem.DEATH_LIMIT_LOW;
import static org.anze.gateway.validation.ValidationProblem.FEE_OVER_CAP;
import static org.anze.gateway.validation.ValidationProblem.FEE_UNDER_FLOOR;
import static org.anze.gateway.validation.ValidationProblem.GOVERNMENT_SELECTED;
import static org.anze.gateway.validation.ValidationProblem.HEADCOUNT_SHORT;
import static org.anze.gateway.validation.ValidationProblem.PERCENT_SUSPICIOUS;
import static org.anze.gateway.validation.ValidationProblem.PERIOD_LONG;
import static org.anze.gateway.validation.ValidationProblem.PERIOD_REVERSED;
import static org.anze.gateway.validation.ValidationProblem.PLAN_MISSING;
import static org.anze.gateway.validation.ValidationProblem.PREMIUM_OFF_RATE;
import static org.anze.gateway.validation.ValidationProblem.PREVIOUS_OF_OTHER_UNIT;
import static org.anze.gateway.validation.ValidationProblem.RATE_OFF_TARIFF;
import static org.anze.gateway.validation.ValidationProblem.RECEIVED_OVER_PREMIUM;
import static org.anze.gateway.validation.ValidationProblem.SHARES_NOT_WHOLE;
import static org.anze.gateway.validation.ValidationProblem.STAFF_PAYS;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.RecordType;

/**
 * V-P rules of R03 that one policy can decide. V-P02, V-P14 and V-P15 need the unit's other policies and endorsements,
 * V-P04 the roster.
 */
final class PolicyRules {

    private static final long ONE_PER_CENT = 10_000;

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("insured"),
            CommonRules.creditCode("applicant"),
            Rule.of("V-S01", "GB 32100, G1", PolicyRules::insuredUnits),
            warns(
                    "V-S06",
                    "SX a2",
                    PERCENT_SUSPICIOUS,
                    "feeRateAgreed",
                    subject -> subject.more("feeRateAgreed", 0L) && subject.less("feeRateAgreed", ONE_PER_CENT),
                    subject -> words(subject.label("feeRateAgreed"), subject.words("feeRateAgreed"))),
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
                    subject -> !Tariff.isProject(subject)
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
            Rule.of("V-P16", "★", PolicyRules::previousPolicy),
            CommonRules.known("prevPolicyNo", RecordType.POLICY));

    private PolicyRules() {}

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
        subject.context()
                .references()
                .policy(previous, subject.context().provider().id())
                .filter(known -> known.insured() != null && !known.insured().equals(insured))
                .ifPresent(known -> subject.report(PREVIOUS_OF_OTHER_UNIT, "prevPolicyNo"));
    }
}
