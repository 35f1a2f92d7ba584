package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.jurisdiction.MoneyRange;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Rules of what departments and others send about units and insurers: R02, R12, R14 to R20. */
final class SupervisionRules {

    private static final Set<String> NOT_INSURED = Set.of("应保未保", "未续保");

    static final List<Rule> MUST_INSURE = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.order("from", "to"),
            CommonRules.needed(
                    "C R02", "exemptReason", subject -> subject.is("status", "豁免"), "投保状态为豁免", "the unit is exempt"));

    static final List<Rule> ENFORCEMENT = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.past("correctedAt"),
            CommonRules.needed("C R12", "uscc", subject -> subject.lacks("insurer"), "没有保险机构", "there is no insurer"),
            CommonRules.needed(
                    "C R12", "fine", subject -> subject.is("measure", "罚款"), "执法措施为罚款", "the measure is a fine"),
            Rule.of("V-X01", "YQ, Safety Law 109", SupervisionRules::fine));

    static final List<Rule> RISK_RATE =
            List.of(CommonRules.creditCode("uscc"), ReferenceRules.known("appliesTo", RecordType.POLICY));

    static final List<Rule> BLACKLIST = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.order("from", "to"),
            CommonRules.order("from", "removedAt"),
            CommonRules.past("removedAt"),
            Rule.of("V-X02", "order 11", SupervisionRules::term),
            Rule.of("V-X02", "order 11", SupervisionRules::removal));

    static final List<Rule> ANNUAL_STAT = List.of(
            CommonRules.past("filledOn"),
            CommonRules.past("approvedAt"),
            CommonRules.suspiciousPercent("feeShare"),
            Rule.of("V-F06", "SX a2", SupervisionRules::ratio));

    static final List<Rule> ACTION = List.of(CommonRules.past("at"), CommonRules.order("at", "closedAt"));

    static final List<Rule> ESCALATION = List.of(CommonRules.past("ackAt"), CommonRules.order("ackAt", "resolvedAt"));

    static final List<Rule> AGENCY = List.of(
            CommonRules.creditCode("agencyId"),
            ReferenceRules.own("agencyId", PartyType.AGY),
            Rule.of("V-S07", "★", SupervisionRules::qualifications));

    private SupervisionRules() {}

    private static void fine(Case subject) {
        MoneyRange band = subject.is("stage", "2")
                ? subject.parameters().fineRepeated()
                : subject.is("stage", "1") ? subject.parameters().fineFirst() : null;
        String type = subject.text("type");
        if (band == null || type == null || !NOT_INSURED.contains(type)) {
            return;
        }
        if (subject.less("fine", band.from()) || subject.more("fine", band.to())) {
            subject.report(
                    SupervisionProblem.FINE_OUT_OF_BAND,
                    "fine",
                    subject.words("stage"),
                    subject.words("fine"),
                    Wording.yuan(band.from()),
                    Wording.yuan(band.to()));
        }
    }

    private static void term(Case subject) {
        LocalDate expected = from(subject, subject.parameters().listingTerm());
        if (expected != null && subject.has("to") && !expected.equals(ChinaTime.day(subject.text("to")))) {
            subject.report(SupervisionProblem.LISTING_TERM_WRONG, "to", subject.words("to"), expected);
        }
    }

    private static void removal(Case subject) {
        LocalDate earliest = from(subject, subject.parameters().listingMinimum());
        if (earliest != null
                && subject.has("removedAt")
                && ChinaTime.day(subject.text("removedAt")).isBefore(earliest)) {
            subject.report(SupervisionProblem.REMOVED_EARLY, "removedAt", earliest);
        }
    }

    private static @Nullable LocalDate from(Case subject, @Nullable Integer months) {
        return months == null || subject.lacks("from")
                ? null
                : ChinaTime.day(subject.text("from")).plusMonths(months);
    }

    /** A row of annex 2 that also gives the premium received, as figure RECEIVED, can be computed. */
    private static void ratio(Case subject) {
        Long printed = subject.number("feeShare");
        Long fee = subject.number("fee");
        Long tolerance = subject.parameters().ratioTolerance();
        Long received = received(subject.record().objects("figures"));
        if (printed == null || fee == null || tolerance == null || received == null || received == 0) {
            return;
        }
        long exact = Ratios.tenThousandthsOfPercent(fee, received);
        if (Math.abs(exact - printed) > tolerance) {
            subject.report(FeeProblem.RATIO_OFF, "feeShare", Wording.percent(printed), Wording.percent(exact));
        }
    }

    private static @Nullable Long received(List<Map<String, Object>> figures) {
        for (Map<String, Object> figure : figures) {
            if ("RECEIVED".equals(figure.get("code")) && figure.get("amount") instanceof Long amount) {
                return amount;
            }
        }
        return null;
    }

    private static void qualifications(Case subject) {
        for (Map<String, Object> qualification : subject.record().objects("quals")) {
            String from = (String) qualification.get("from");
            String to = (String) qualification.get("to");
            if (Case.isBefore(to, from)) {
                subject.report(
                        ValidationProblem.TIMES_REVERSED,
                        "quals",
                        subject.label("quals") + " to",
                        subject.label("quals") + " from");
                return;
            }
        }
    }
}
