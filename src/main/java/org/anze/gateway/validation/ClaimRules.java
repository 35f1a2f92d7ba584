package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;
import static org.anze.gateway.validation.ValidationProblem.ASSESSED_OVER_LIMIT;
import static org.anze.gateway.validation.ValidationProblem.CLAIM_OUTSIDE_PERIOD;
import static org.anze.gateway.validation.ValidationProblem.CLAIM_REPORTED_LATE;
import static org.anze.gateway.validation.ValidationProblem.PAID_OVER_ASSESSED;
import static org.anze.gateway.validation.ValidationProblem.PREPAID_OVER_ESTIMATE;
import static org.anze.gateway.validation.ValidationProblem.VICTIMS_OVER_LIMIT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.References.KnownPolicy;
import org.jspecify.annotations.Nullable;

/**
 * V-C rules of R11 that one claim and its policy can decide. The yearly aggregate of V-C04 needs the policy's other claims,
 * V-C06 the passing of time.
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
                    subject -> words(
                            subject.words("occurredAt"),
                            subject.policy().startAt(),
                            subject.policy().endAt())),
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
            Rule.of("V-S07", "★", ClaimStages::checkFuture),
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
                    VICTIMS_OVER_LIMIT,
                    "victims",
                    ClaimRules::victimsGotTooMuch,
                    subject -> words(
                            Wording.yuan(paidToVictims(subject)),
                            Wording.yuan(subject.policy().perAccident()))),
            rejects(
                    "V-C04",
                    "★",
                    PREPAID_OVER_ESTIMATE,
                    "stages",
                    subject -> subject.has("estimate") && ClaimStages.prepaid(subject) > subject.count("estimate"),
                    subject -> words(Wording.yuan(ClaimStages.prepaid(subject)), subject.words("estimate"))),
            Rule.of("V-C05", "27 art15", ClaimRules::deathPayments),
            Rule.of("V-C07", "BJ", ClaimRules::accidentReport));

    private ClaimRules() {}

    private static boolean isOutsidePeriod(Case subject) {
        KnownPolicy policy = subject.policy();
        String at = subject.text("occurredAt");
        return policy != null
                && at != null
                && policy.startAt() != null
                && policy.endAt() != null
                && (Case.isBefore(at, policy.startAt()) || !Case.isBefore(at, policy.endAt()));
    }

    /** The lower of the limits per accident and for the whole period; null when neither is known. */
    private static @Nullable Long limit(Case subject) {
        KnownPolicy policy = subject.policy();
        if (policy == null || policy.perAccident() == null) {
            return policy == null ? null : policy.aggregate();
        }
        return policy.aggregate() == null
                ? policy.perAccident()
                : Long.valueOf(Math.min(policy.perAccident(), policy.aggregate()));
    }

    private static boolean victimsGotTooMuch(Case subject) {
        KnownPolicy policy = subject.policy();
        return policy != null && policy.perAccident() != null && paidToVictims(subject) > policy.perAccident();
    }

    private static long paidToVictims(Case subject) {
        return Case.sum(subject.record().objects("victims"), "paid");
    }

    /** The floor is the one in force when the policy began, because that is what it had to promise. */
    private static void deathPayments(Case subject) {
        KnownPolicy policy = subject.policy();
        Long floor = policy == null || policy.startAt() == null
                ? subject.parameters().perPersonFloor()
                : subject.floorOn(policy.startAt());
        List<Map<String, Object>> victims = subject.record().objects("victims");
        for (int i = 0; i < victims.size() && floor != null; i++) {
            Map<String, Object> victim = victims.get(i);
            if ("死亡".equals(victim.get("outcome")) && victim.get("paid") instanceof Long paid && paid < floor) {
                subject.report(ValidationProblem.DEATH_PAYMENT_LOW, "victims", Wording.yuan(paid), Wording.yuan(floor));
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
        String accident = subject.text("accidentNo");
        if (accident == null || !subject.context().references().exists(RecordType.ACCIDENT_REPORT, accident)) {
            String level = AccidentLevel.of(dead, serious, 0).zh();
            subject.report(ValidationProblem.ACCIDENT_REPORT_ABSENT, "accidentNo", dead, serious, level);
        }
    }
}
