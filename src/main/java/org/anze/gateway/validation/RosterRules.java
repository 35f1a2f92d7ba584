package org.anze.gateway.validation;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.anze.gateway.record.IdentityNumber;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Rules of R05: everybody, and everybody alike (V-P04, V-P05, V-S02). */
final class RosterRules {

    private static final int OLD_LENGTH = 15;
    private static final String EARLIEST_BIRTH = "18000101";

    static final List<Rule> RULES = List.of(
            CommonRules.order("from", "to"),
            CommonRules.needed("C R05", "personKey", RosterRules::isPerson, "名单行是一名人员", "the line is a person"),
            CommonRules.needed("C R05", "limit", RosterRules::isPerson, "名单行是一名人员", "the line is a person"),
            Rule.of("V-S02", "GB 11643, G2", RosterRules::identityNumber),
            Rule.of("V-P04", "27 art16", RosterRules::sameLimit),
            Rule.warns(
                    "V-P05",
                    "SX,YQ",
                    PolicyProblem.ROSTER_SHORT,
                    "headcount",
                    subject -> isHead(subject) && subject.less("headcount", ofPolicy(subject, "actualCount")),
                    subject -> Rule.words(subject.words("headcount"), ofPolicy(subject, "actualCount"))),
            Rule.warns(
                    "V-P05",
                    "SX,YQ",
                    PolicyProblem.ROSTER_OVER_INSURED,
                    "headcount",
                    subject -> isHead(subject) && subject.more("headcount", ofPolicy(subject, "insuredCount")),
                    subject -> Rule.words(subject.words("headcount"), ofPolicy(subject, "insuredCount"))));

    private RosterRules() {}

    private static boolean isHead(Case subject) {
        return subject.count("line") == 0 || subject.is("mode", "HEADCOUNT");
    }

    private static boolean isPerson(Case subject) {
        return !isHead(subject);
    }

    private static @Nullable Long ofPolicy(Case subject, String field) {
        KnownRecord policy = subject.policy();
        return policy == null ? null : policy.number(field);
    }

    /** The kinds of documents differ by source; what has another kind than an identity card is not checked. */
    private static void identityNumber(Case subject) {
        String number = subject.text("idNo");
        String kind = subject.text("idType");
        if (number == null || !(kind == null || kind.contains("身份证") || kind.equals("01") || kind.equals("111"))) {
            return;
        }
        boolean old = number.length() == OLD_LENGTH;
        String whole = old ? IdentityNumber.fromFifteen(number).orElse("") : number;
        if (!IdentityNumber.isValid(whole) || !isBornBy(whole, subject.eventDay())) {
            subject.report(ValidationProblem.IDENTITY_NUMBER_WRONG, "idNo", subject.label("idNo"));
        } else if (!subject.codes().regions().isIdentityPrefix(whole.substring(0, 6))) {
            subject.report(ValidationProblem.IDENTITY_REGION_UNKNOWN, "idNo", subject.label("idNo"));
        } else if (old) {
            subject.report(ValidationProblem.IDENTITY_NUMBER_OLD, "idNo", subject.label("idNo"));
        }
    }

    /** Nobody on the list was born after its day, or before the century in which the oldest living people were. */
    private static boolean isBornBy(String number, LocalDate day) {
        String birth = number.substring(6, 14);
        return birth.compareTo(EARLIEST_BIRTH) >= 0
                && birth.compareTo(day.format(DateTimeFormatter.BASIC_ISO_DATE)) <= 0;
    }

    /**
     * Compared within one sender's list of one day: an endorsement may change everybody's limit from another day on, and nobody
     * else's list may stop it. A line that was not corrected yet says nothing against one that is; a repeat or a late version
     * is not measured by what came after it.
     */
    private static void sameLimit(Case subject) {
        Long limit = subject.number("limit");
        if (limit == null || !subject.parameters().sameStandard()) {
            return;
        }
        String provider = subject.context().provider().id();
        String key = subject.record().businessKey();
        List<KnownRecord> others = subject.related(RecordType.ROSTER, "policyNo", subject.text("policyNo"));
        boolean differs = false;
        boolean corrects = subject.previous() != null;
        for (int i = 0; i < others.size(); i++) {
            KnownRecord other = others.get(i);
            if (!other.provider().equals(provider)
                    || corrects && other.version() < subject.record().version()) {
                continue;
            }
            if (other.businessKey().equals(key)) {
                return;
            }
            Long otherLimit = other.number("limit");
            differs |= otherLimit != null
                    && !otherLimit.equals(limit)
                    && subject.is("asOf", String.valueOf(other.text("asOf")));
        }
        if (differs) {
            subject.report(PolicyProblem.LIMITS_DIFFER, "limit", subject.count("line"));
        }
    }
}
