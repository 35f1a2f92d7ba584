package org.anze.gateway.validation;

import static org.anze.gateway.validation.ValidationProblem.CONDITION_UNMET;
import static org.anze.gateway.validation.ValidationProblem.IN_FUTURE;
import static org.anze.gateway.validation.ValidationProblem.PERCENT_SUSPICIOUS;
import static org.anze.gateway.validation.ValidationProblem.TIMES_REVERSED;
import static org.anze.gateway.validation.ValidationProblem.USCC_ORGANISATION_PART;
import static org.anze.gateway.validation.ValidationProblem.USCC_ORGANISATION_PART_OLD;
import static org.anze.gateway.validation.ValidationProblem.USCC_WRONG;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows that several record types share. */
final class CommonRules {

    private static final long ONE_PER_CENT = 10_000;

    private CommonRules() {}

    /** V-S01 for a field that holds a credit code. */
    static Rule creditCode(String field) {
        return Rule.of("V-S01", "GB 32100, G1", subject -> checkCreditCode(subject, field, subject.text(field)));
    }

    static void checkCreditCode(Case subject, String field, @Nullable String code) {
        if (code == null) {
            return;
        }
        if (!Uscc.isValid(code)) {
            subject.report(USCC_WRONG, field, subject.label(field));
        } else if (!Uscc.hasValidOrganisationCode(code)) {
            subject.report(
                    Uscc.isFromMarketRegulator(code) ? USCC_ORGANISATION_PART : USCC_ORGANISATION_PART_OLD,
                    field,
                    subject.label(field));
        }
    }

    /** V-S07 for a field whose moment has passed when the record is sent. */
    static Rule past(String field) {
        return Rule.of("V-S07", "★", subject -> {
            if (isInFuture(subject, subject.text(field))) {
                reportFuture(subject, field);
            }
        });
    }

    /** The same for a part of the entries of a list; told once. */
    static Rule past(String list, String part) {
        return Rule.of("V-S07", "★", subject -> {
            List<Map<String, Object>> entries = subject.record().objects(list);
            for (int i = 0; i < entries.size(); i++) {
                if (isInFuture(subject, (String) entries.get(i).get(part))) {
                    reportFuture(subject, list);
                    return;
                }
            }
        });
    }

    /** V-S06 for a share that is seldom less than one per cent: 0.18 in a column of percentages may be meant as 18. */
    static Rule suspiciousPercent(String field) {
        return Rule.warns(
                "V-S06",
                "SX a2",
                PERCENT_SUSPICIOUS,
                field,
                subject -> subject.more(field, 0L) && subject.less(field, ONE_PER_CENT),
                subject -> Rule.words(subject.label(field), subject.words(field)));
    }

    private static boolean isInFuture(Case subject, @Nullable String time) {
        Duration tolerance = subject.parameters().futureTolerance();
        return time != null
                && tolerance != null
                && ChinaTime.seconds(time) > subject.receivedSeconds() + tolerance.toSeconds();
    }

    private static void reportFuture(Case subject, String field) {
        subject.report(
                IN_FUTURE,
                field,
                subject.label(field),
                subject.parameters().futureTolerance().toHours() + " h");
    }

    /** V-S07 for two moments whose order is certain. */
    static Rule order(String earlier, String later) {
        return Rule.rejects(
                "V-S07",
                "★",
                TIMES_REVERSED,
                later,
                subject -> subject.before(later, earlier),
                subject -> Rule.words(subject.label(later), subject.label(earlier)));
    }

    /**
     * A field that DOMAIN.md C asks for under a condition (card c). Its absence is a gap in completeness, not an error.
     *
     * @param zh the condition in words, after which 时 follows
     */
    static Rule needed(String source, String field, Predicate<Case> condition, String zh, String en) {
        return Rule.of("C", source, subject -> {
            if (subject.lacks(field) && condition.test(subject)) {
                subject.report(CONDITION_UNMET, field, subject.label(field), zh, en);
            }
        });
    }

    /** Whether a text that may be a credit code or something else is meant as a credit code. */
    static boolean looksLikeCreditCode(String text) {
        return text.length() == 18 && Character.isDigit(text.charAt(0));
    }
}
