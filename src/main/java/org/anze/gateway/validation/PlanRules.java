package org.anze.gateway.validation;

import java.util.List;
import java.util.Map;

/** Rules of R06. */
final class PlanRules {

    static final List<Rule> RULES = List.of(
            CommonRules.past("signedAt"),
            Rule.of("V-S01", "GB 32100, G1", PlanRules::agencies),
            Rule.warns(
                    "V-P10",
                    "JL 二¶4",
                    PolicyProblem.PLAN_WITHOUT_FREQUENCY,
                    "items",
                    subject -> !hasFrequency(subject.record().objects("items")),
                    "planNo"));

    private PlanRules() {}

    /** Whether at least one item says how often. */
    static boolean hasFrequency(List<Map<String, Object>> items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).get("freq") instanceof Long frequency && frequency > 0) {
                return true;
            }
        }
        return false;
    }

    private static void agencies(Case subject) {
        for (Map<String, Object> item : subject.record().objects("items")) {
            if (item.get("agency") instanceof String agency && CommonRules.looksLikeCreditCode(agency)) {
                CommonRules.checkCreditCode(subject, "items", agency);
            }
        }
    }
}
