package org.anze.gateway.validation;

import static org.anze.gateway.validation.Rule.informs;
import static org.anze.gateway.validation.Rule.rejects;
import static org.anze.gateway.validation.Rule.warns;
import static org.anze.gateway.validation.Rule.words;
import static org.anze.gateway.validation.ValidationProblem.AGENCY_MISSING;
import static org.anze.gateway.validation.ValidationProblem.AGENCY_NOT_QUALIFIED;
import static org.anze.gateway.validation.ValidationProblem.AGENCY_UNEXPECTED;
import static org.anze.gateway.validation.ValidationProblem.AGENCY_UNKNOWN;
import static org.anze.gateway.validation.ValidationProblem.CONFIRMATION_MISSING;
import static org.anze.gateway.validation.ValidationProblem.INTEGRATION_UNPROVEN;
import static org.anze.gateway.validation.ValidationProblem.NOT_AN_AGENCY;
import static org.anze.gateway.validation.ValidationProblem.SERVICE_OUTSIDE_PERIOD;
import static org.anze.gateway.validation.ValidationProblem.UPLOADED_LATE;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.validation.References.KnownPolicy;

/**
 * V-V rules of R07 that one record and its policy can decide. V-V01's plan needs R06; V-V04, V-V05 and the other half of
 * V-V06 compare several records.
 */
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
                    subject -> words(missingConfirmations(subject))),
            warns(
                    "V-V06",
                    "YQ-08",
                    INTEGRATION_UNPROVEN,
                    "integrated",
                    subject -> subject.isTrue("integrated")
                            && (subject.lacks("socialContractNo") || subject.lacks("socialOffset"))),
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
        KnownPolicy policy = subject.policy();
        String at = subject.text("startAt");
        return policy != null
                && at != null
                && (Case.isBefore(at, policy.startAt())
                        || (policy.endAt() != null && !Case.isBefore(at, policy.endAt())));
    }

    private static String missingConfirmations(Case subject) {
        return Stream.of("confirmEnt", "confirmIns")
                .filter(subject::lacks)
                .map(subject::label)
                .collect(Collectors.joining(", "));
    }

    private static void agency(Case subject) {
        String agency = subject.text("agency");
        if (agency == null) {
            return;
        }
        Optional<Party> found = subject.context().parties().findByUscc(agency);
        if (found.isEmpty()) {
            subject.report(AGENCY_UNKNOWN, "agency", Wording.clean(agency));
            return;
        }
        Party party = found.get();
        if (party.type() != PartyType.AGY) {
            subject.report(
                    NOT_AN_AGENCY,
                    "agency",
                    party.name().zh(),
                    party.type().zh() + " " + party.type().name());
            return;
        }
        String item = subject.text("item");
        if (item != null && !isQualified(party, item, subject.eventDay())) {
            subject.report(AGENCY_NOT_QUALIFIED, "item", party.name().zh(), subject.eventDay(), Wording.clean(item));
        }
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
