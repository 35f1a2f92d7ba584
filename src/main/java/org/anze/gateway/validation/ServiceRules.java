package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.informs;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;
import static org.anze.gateway.validation.ServiceProblem.AGENCY_BLACKLISTED;
import static org.anze.gateway.validation.ServiceProblem.AGENCY_MISSING;
import static org.anze.gateway.validation.ServiceProblem.AGENCY_NOT_QUALIFIED;
import static org.anze.gateway.validation.ServiceProblem.AGENCY_UNEXPECTED;
import static org.anze.gateway.validation.ServiceProblem.AGENCY_UNKNOWN;
import static org.anze.gateway.validation.ServiceProblem.CONFIRMATION_MISSING;
import static org.anze.gateway.validation.ServiceProblem.INTEGRATION_UNPROVEN;
import static org.anze.gateway.validation.ServiceProblem.NOT_AN_AGENCY;
import static org.anze.gateway.validation.ServiceProblem.SERVICE_OUTSIDE_PERIOD;
import static org.anze.gateway.validation.ServiceProblem.UPLOADED_LATE;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.Listing;
import org.anze.gateway.record.RecordType;

/** V-V rules of R07. How often a unit is served (V-V04) is a matter of time. */
final class ServiceRules {

    static final List<Rule> RULES = List.of(
            CommonRules.creditCode("uscc"),
            CommonRules.creditCode("agency"),
            CommonRules.past("startAt"),
            CommonRules.past("endAt"),
            CommonRules.past("archivedAt"),
            CommonRules.order("startAt", "endAt"),
            range("effectScore", 0, 100),
            range("satisfaction", 1, 5),
            warns("V-V01", "JL", SERVICE_OUTSIDE_PERIOD, "startAt", ServiceRules::isOutsidePeriod, "startAt"),
            rejects(
                    "V-V02",
                    "JL,SX",
                    AGENCY_MISSING,
                    "agency",
                    subject -> subject.is("provider", "第三方") && subject.lacks("agency")),
            warns(
                    "V-V02",
                    "SX a2",
                    AGENCY_UNEXPECTED,
                    "agency",
                    subject -> subject.is("provider", "自主") && subject.has("agency")),
            Rule.of("V-V02", "JL,SX", ServiceRules::agency),
            warns(
                    "V-V03",
                    "AQ",
                    CONFIRMATION_MISSING,
                    "confirmEnt",
                    subject -> subject.lacks("confirmEnt") || subject.lacks("confirmIns"),
                    subject -> words(subject.missing("confirmEnt", "confirmIns"))),
            warns(
                    "V-V06",
                    "YQ-08",
                    INTEGRATION_UNPROVEN,
                    "integrated",
                    subject -> subject.isTrue("integrated")
                            && (subject.lacks("socialContractNo") || subject.lacks("socialOffset"))),
            Rule.of("V-V01", "JL", ServiceRules::planned),
            warns(
                    "V-V03",
                    "AQ",
                    ServiceProblem.ARCHIVED_LATE,
                    "archivedAt",
                    subject -> subject.parameters().archiveTime() != null
                            && daysToArchive(subject) > subject.parameters().archiveTime(),
                    subject ->
                            words(daysToArchive(subject), subject.parameters().archiveTime())),
            Rule.of("V-V05", "★", ExpertLoad::check),
            Rule.of("V-V05", "★", VisitDistance::check),
            Rule.of("V-V06", "YQ", ExpertLoad::checkDoubleCounting),
            UnitNames.rule("insuredName", "uscc"),
            CommonRules.needed(
                    "C R07",
                    "contractNo",
                    subject -> subject.is("provider", "第三方"),
                    "服务主体为第三方",
                    "a third party serves"),
            informs(
                    "V-V07",
                    "SX 实时",
                    UPLOADED_LATE,
                    "endAt",
                    subject -> subject.parameters().uploadLag() != null
                            && lag(subject) > subject.parameters().uploadLag().toSeconds(),
                    subject -> words(
                            Duration.ofSeconds(lag(subject)).toHours(),
                            subject.parameters().uploadLag().toHours())));

    private ServiceRules() {}

    private static Rule range(String field, long low, long high) {
        return Rule.of("C", "R07", subject -> {
            if (subject.less(field, low) || subject.more(field, high)) {
                subject.report(ValidationProblem.OUT_OF_RANGE, field, subject.label(field), low + "–" + high);
            }
        });
    }

    private static boolean isOutsidePeriod(Case subject) {
        KnownRecord policy = subject.policy();
        String at = subject.text("startAt");
        String end = subject.coverEnd();
        return policy != null
                && at != null
                && (Case.isBefore(at, policy.text("startAt")) || (end != null && !Case.isBefore(at, end)));
    }

    private static void agency(Case subject) {
        String agency = subject.text("agency");
        if (agency == null) {
            return;
        }
        blacklisted(subject, agency);
        KnownRecord registered = subject.known(RecordType.AGENCY, agency);
        Party party = subject.context().parties().findByUscc(agency).orElse(null);
        if (party == null) {
            if (registered == null) {
                subject.report(AGENCY_UNKNOWN, "agency", Wording.clean(agency));
            } else if (!covers(registered, subject)) {
                notQualified(subject, String.valueOf(registered.text("name")));
            }
            return;
        }
        if (party.type() != PartyType.AGY) {
            subject.report(
                    NOT_AN_AGENCY,
                    "agency",
                    party.name().zh(),
                    party.type().zh() + " " + party.type().name());
            return;
        }
        String item = subject.text("item");
        if (item != null
                && !isQualified(party, item, subject.eventDay())
                && (registered == null || !covers(registered, subject))) {
            notQualified(subject, party.name().zh());
        }
    }

    private static void notQualified(Case subject, String agency) {
        subject.report(AGENCY_NOT_QUALIFIED, "item", Wording.clean(agency), subject.eventDay(), subject.words("item"));
    }

    /** Whether the register of agencies (R20) says that the agency may do the item on the day. */
    private static boolean covers(KnownRecord agency, Case subject) {
        String item = subject.text("item");
        String day = subject.eventDay().toString();
        for (Map<String, Object> qualification : agency.objects("quals")) {
            if ((item == null || item.equals(qualification.get("item")))
                    && !Case.isBefore(day, (String) qualification.get("from"))
                    && !Case.isBefore((String) qualification.get("to"), day)) {
                return true;
            }
        }
        return false;
    }

    private static void blacklisted(Case subject, String agency) {
        String day = subject.eventDay().toString();
        for (KnownRecord listing : subject.related(RecordType.BLACKLIST, "uscc", agency)) {
            if (Listing.isInForce(listing.values()::get, day)) {
                subject.report(AGENCY_BLACKLISTED, "agency", Wording.clean(agency), day);
                return;
            }
        }
    }

    /** A policy without any plan is another rule's business. */
    private static void planned(Case subject) {
        String item = subject.text("item");
        List<KnownRecord> plans = subject.related(RecordType.PLAN, "policyNo", subject.text("policyNo"));
        if (item == null || plans.isEmpty()) {
            return;
        }
        for (KnownRecord plan : plans) {
            for (Map<String, Object> planned : plan.objects("items")) {
                if (item.equals(planned.get("item"))) {
                    return;
                }
            }
        }
        subject.report(ServiceProblem.ITEM_NOT_PLANNED, "item", subject.words("item"));
    }

    private static int daysToArchive(Case subject) {
        String end = subject.text(subject.has("endAt") ? "endAt" : "startAt");
        String archived = subject.text("archivedAt");
        return end == null || archived == null
                ? 0
                : subject.workDays().workdaysBetween(ChinaTime.day(end), ChinaTime.day(archived));
    }

    private static boolean isQualified(Party agency, String item, LocalDate day) {
        return agency.qualifications().stream()
                .anyMatch(qualification -> qualification.items().contains(item)
                        && !day.isBefore(qualification.from())
                        && !day.isAfter(qualification.until()));
    }

    /** Seconds from the end of the service, or its start when the end is unknown, to its receipt. */
    private static long lag(Case subject) {
        String end = subject.has("endAt") ? "endAt" : "startAt";
        return subject.has(end) ? subject.receivedSeconds() - subject.seconds(end) : Long.MIN_VALUE;
    }
}
