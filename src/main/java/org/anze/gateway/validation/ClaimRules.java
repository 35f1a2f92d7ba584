package org.anze.gateway.validation;

import static org.anze.gateway.validation.ClaimProblem.ASSESSED_OVER_LIMIT;
import static org.anze.gateway.validation.ClaimProblem.CLAIM_OUTSIDE_PERIOD;
import static org.anze.gateway.validation.ClaimProblem.CLAIM_REPORTED_LATE;
import static org.anze.gateway.validation.ClaimProblem.PAID_OVER_ASSESSED;
import static org.anze.gateway.validation.ClaimProblem.PAID_OVER_LIMIT;
import static org.anze.gateway.validation.ClaimProblem.PREPAID_OVER_ESTIMATE;
import static org.anze.gateway.validation.ClaimProblem.VICTIMS_OVER_LIMIT;
import static org.anze.gateway.validation.ClaimProblem.YEAR_OVER_AGGREGATE;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * V-C rules of R11. What only the passing of time can tell of V-C06 is in {@code validation.deadline}.
 */
final class ClaimRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.past("occurredAt"),
            CommonRules.past("reportedAt"),
            CommonRules.order("occurredAt", "reportedAt"),
            rejects(
                    "V-C01",
                    "★",
                    CLAIM_OUTSIDE_PERIOD,
                    "occurredAt",
                    ClaimRules::isOutsidePeriod,
                    subject ->
                            words(subject.words("occurredAt"), subject.policy().text("startAt"), subject.coverEnd())),
            warns(
                    "V-C02",
                    "EX",
                    CLAIM_REPORTED_LATE,
                    "reportedAt",
                    subject -> subject.laterThan(
                            "occurredAt", "reportedAt", subject.parameters().claimReportDelay()),
                    subject -> words(
                            Duration.ofSeconds(subject.secondsBetween("occurredAt", "reportedAt"))
                                    .toHours(),
                            subject.parameters().claimReportDelay().toHours())),
            Rule.of("V-C03", "★", ClaimStages::checkOrder),
            CommonRules.past("stages", "at"),
            rejects(
                    "V-C04",
                    "★",
                    PAID_OVER_ASSESSED,
                    "paid",
                    subject -> subject.more("paid", "assessed"),
                    "paid",
                    "assessed"),
            rejects(
                    "V-C04",
                    "★",
                    ASSESSED_OVER_LIMIT,
                    "assessed",
                    subject -> subject.more("assessed", limit(subject)),
                    subject -> words(subject.words("assessed"), Wording.yuan(limit(subject)))),
            rejects(
                    "V-C04",
                    "★",
                    PAID_OVER_LIMIT,
                    "paid",
                    subject -> subject.lacks("assessed") && subject.more("paid", limit(subject)),
                    subject -> words(subject.words("paid"), Wording.yuan(limit(subject)))),
            rejects(
                    "V-C04",
                    "★",
                    VICTIMS_OVER_LIMIT,
                    "victims",
                    ClaimRules::victimsGotTooMuch,
                    subject -> words(
                            Wording.yuan(paidToVictims(subject)),
                            Wording.yuan(subject.policy().number("perAccident")))),
            rejects(
                    "V-C04",
                    "★",
                    PREPAID_OVER_ESTIMATE,
                    "stages",
                    subject -> subject.has("estimate") && ClaimStages.prepaid(subject) > subject.count("estimate"),
                    subject -> words(Wording.yuan(ClaimStages.prepaid(subject)), subject.words("estimate"))),
            Rule.of("V-C04", "★", ClaimRules::year),
            Rule.of("V-C05", "27 art15", ClaimRules::deathPayments),
            Rule.of("V-C06", "Insurance Law 23, 25", ClaimStages::checkTimers),
            Rule.of("V-C07", "BJ", ClaimRules::accidentReport),
            Rule.of("V-C08", "Insurance Law 65", ClaimRules::thirdParties),
            UnitNames.rule("insuredName", "uscc"),
            CommonRules.needed(
                    "C R11", "assessed", subject -> ClaimStages.reached(subject, "ASSESS"), "已定损", "it was assessed"),
            CommonRules.needed("C R11", "paid", subject -> ClaimStages.reached(subject, "PAY"), "已支付", "it was paid"),
            CommonRules.needed(
                    "C R11",
                    "refuseReason",
                    subject -> ClaimStages.reached(subject, "REFUSE"),
                    "已拒赔",
                    "it was refused"));

    private ClaimRules() {}

    private static boolean isOutsidePeriod(Case subject) {
        KnownRecord policy = subject.policy();
        String at = subject.text("occurredAt");
        String end = subject.coverEnd();
        return policy != null
                && at != null
                && policy.text("startAt") != null
                && end != null
                && (Case.isBefore(at, policy.text("startAt")) || !Case.isBefore(at, end));
    }

    /** The lower of the limits per accident and for the whole period; null when neither is known. */
    private static @Nullable Long limit(Case subject) {
        KnownRecord policy = subject.policy();
        if (policy == null || policy.number("perAccident") == null) {
            return policy == null ? null : policy.number("aggregate");
        }
        return policy.number("aggregate") == null
                ? policy.number("perAccident")
                : Long.valueOf(Math.min(policy.number("perAccident"), policy.number("aggregate")));
    }

    /** The aggregate is for a year of the policy, counted from its start. */
    private static void year(Case subject) {
        KnownRecord policy = subject.policy();
        String at = subject.text("occurredAt");
        if (policy == null || policy.number("aggregate") == null || at == null) {
            return;
        }
        List<KnownRecord> others = subject.related(RecordType.CLAIM, "policyNo", subject.text("policyNo"));
        if (others.isEmpty()) {
            return;
        }
        long sum = subject.has("paid") ? subject.count("paid") : subject.count("assessed");
        for (int i = 0; i < others.size(); i++) {
            KnownRecord other = others.get(i);
            if (!other.businessKey().equals(subject.record().businessKey())
                    && other.insurer().equals(subject.insurer())
                    && isSameYear(policy.text("startAt"), at, other.text("occurredAt"))) {
                sum += other.number("paid") != null ? other.count("paid") : other.count("assessed");
            }
        }
        if (sum > policy.count("aggregate")) {
            subject.report(
                    YEAR_OVER_AGGREGATE,
                    subject.has("paid") ? "paid" : "assessed",
                    Wording.yuan(sum),
                    Wording.yuan(policy.count("aggregate")));
        }
    }

    private static boolean isSameYear(@Nullable String start, String at, @Nullable String other) {
        return other != null && (start == null || yearOf(start, at) == yearOf(start, other));
    }

    private static long yearOf(String start, String at) {
        return ChronoUnit.YEARS.between(ChinaTime.day(start), ChinaTime.day(at));
    }

    /** Who was hurt is paid, not who is insured against it, when liability is clear; a noted split of liability is not. */
    private static void thirdParties(Case subject) {
        List<Map<String, Object>> victims = subject.record().objects("victims");
        for (int i = 0; i < victims.size(); i++) {
            Map<String, Object> victim = victims.get(i);
            if ("第三者".equals(victim.get("role"))
                    && "被保险人".equals(victim.get("payee"))
                    && victim.get("paid") instanceof Long paid
                    && paid > 0
                    && !ClaimStages.splitsLiability(subject)) {
                subject.report(ClaimProblem.THIRD_PARTY_NOT_PAID, "victims");
                return;
            }
        }
    }

    private static boolean victimsGotTooMuch(Case subject) {
        KnownRecord policy = subject.policy();
        return policy != null
                && policy.number("perAccident") != null
                && paidToVictims(subject) > policy.number("perAccident");
    }

    private static long paidToVictims(Case subject) {
        return Case.sum(subject.record().objects("victims"), "paid");
    }

    /** The floor is the one in force when the policy began, because that is what it had to promise. */
    private static void deathPayments(Case subject) {
        KnownRecord policy = subject.policy();
        Long floor = policy == null || policy.text("startAt") == null
                ? subject.parameters().perPersonFloor()
                : subject.parametersOn(policy.text("startAt")).perPersonFloor();
        List<Map<String, Object>> victims = subject.record().objects("victims");
        if (victims.isEmpty() || ClaimStages.splitsLiability(subject)) {
            return;
        }
        for (int i = 0; i < victims.size() && floor != null; i++) {
            Map<String, Object> victim = victims.get(i);
            if ("死亡".equals(victim.get("outcome")) && victim.get("paid") instanceof Long paid && paid < floor) {
                subject.report(ClaimProblem.DEATH_PAYMENT_LOW, "victims", Wording.yuan(paid), Wording.yuan(floor));
            }
        }
    }

    private static void accidentReport(Case subject) {
        List<Map<String, Object>> victims = subject.record().objects("victims");
        int dead = 0;
        int serious = 0;
        for (int i = 0; i < victims.size(); i++) {
            Object outcome = victims.get(i).get("outcome");
            dead += "死亡".equals(outcome) ? 1 : 0;
            serious += "重伤".equals(outcome) ? 1 : 0;
        }
        if (dead + serious == 0) {
            return;
        }
        KnownRecord report = subject.known(RecordType.ACCIDENT_REPORT, subject.text("accidentNo"));
        if (report == null) {
            String level = subject.codes().accidentLevels().levelOf(dead, serious, 0);
            subject.report(ClaimProblem.ACCIDENT_REPORT_ABSENT, "accidentNo", dead, serious, level);
            return;
        }
        Duration allowed = subject.parameters().accidentLinkDelay();
        String reported = report.text("reportedAt");
        if (allowed != null && reported != null && subject.has("occurredAt")) {
            long delay = ChinaTime.seconds(reported) - subject.seconds("occurredAt");
            if (delay > allowed.toSeconds()) {
                subject.report(
                        ClaimProblem.ACCIDENT_REPORT_LATE,
                        "accidentNo",
                        Duration.ofSeconds(delay).toHours(),
                        allowed.toHours());
            }
        }
    }
}
