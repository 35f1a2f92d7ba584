package org.anze.gateway.oversight;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.Scope;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.deadline.Due;
import org.jspecify.annotations.Nullable;

/**
 * A version of an escalation record (R19) that the gateway has to write.
 *
 * @param number its business key
 * @param version from 1; higher when the matter was settled, or came up again
 * @param trigger the line of the ladder with some of the units if the record has several, rule, stage and what is proposed
 * @param recordRef type and business key of the record it is about
 * @param level 1 to 4
 * @param sentTo party ids
 * @param scope of the record it is about; the insurer is found by validation
 * @param resolvedAt since when nothing is due any more, in whole seconds; null while something is
 */
record Escalation(
        String number,
        long version,
        String trigger,
        String recordRef,
        String level,
        List<String> sentTo,
        Scope scope,
        @Nullable Instant resolvedAt) {

    private static final int HIGHEST_LEVEL = 4;
    /** A trigger has 200 characters. */
    private static final int MOST_NAMED = 5;

    /** A stage that is told for the first time, or again after it was settled. */
    static Escalation of(Due due, KnownRecord subject, List<String> sentTo, long version) {
        return new Escalation(
                EscalationNumber.of(due, subject).toString(),
                version,
                due.trigger().zh()
                        + units(due.units())
                        + (" " + due.rule() + " " + due.stage())
                        + (due.act() == null ? "" : " " + due.act()),
                due.subject().toString(),
                // R19 knows four levels; a ladder with more steps stays at the highest.
                String.valueOf(Math.min(due.level(), HIGHEST_LEVEL)),
                sentTo,
                subject.scope(),
                null);
    }

    private static String units(List<String> units) {
        return units.isEmpty()
                ? ""
                : " " + String.join("、", units.subList(0, Math.min(units.size(), MOST_NAMED))) + "等" + units.size()
                        + "家";
    }

    /** The next version of one whose cause is gone. */
    static Escalation resolved(KnownRecord told, Instant now) {
        return new Escalation(
                told.businessKey(),
                told.version() + 1,
                String.valueOf(told.text("trigger")),
                String.valueOf(told.text("recordRef")),
                String.valueOf(told.text("level")),
                told.values().get("sentTo") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                told.scope(),
                now.truncatedTo(ChronoUnit.SECONDS));
    }

    boolean isResolved() {
        return resolvedAt != null;
    }

    /** One line of NDJSON under the canonical names, without its end. */
    byte[] line() {
        Map<String, Object> line = new HashMap<>();
        line.put("escNo", number);
        line.put("version", version);
        line.put("op", (version == 1 ? Operation.CREATE : Operation.UPDATE).name());
        line.put("trigger", trigger);
        line.put("recordRef", recordRef);
        line.put("level", level);
        line.put("sentTo", sentTo);
        if (scope.riskRegion() != null) {
            line.put("riskRegion", scope.riskRegion());
        }
        if (scope.sector() != null) {
            line.put("sector", scope.sector());
        }
        if (resolvedAt != null) {
            line.put(
                    "resolvedAt", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(resolvedAt.atOffset(ChinaTime.OFFSET)));
        }
        return CanonicalJson.write(line);
    }

    /** The line as text. */
    @Override
    public String toString() {
        return new String(line(), StandardCharsets.UTF_8);
    }
}
