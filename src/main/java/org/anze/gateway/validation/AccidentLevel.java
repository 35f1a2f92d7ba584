package org.anze.gateway.validation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** The level of an accident by its report and those follow-ups that still count (493 articles 3 and 13). */
public final class AccidentLevel {

    private static final Set<String> ROAD_OR_FIRE = Set.of("道路（轨道）车辆致害", "道路(轨道)车辆致害", "火灾");

    private AccidentLevel() {}

    /**
     * The level by the newest numbers, one of table LEVEL. Casualties are counted anew for thirty days, on roads and after fires
     * for seven; a later follow-up says nothing about the level.
     *
     * @param report canonical field → value of an accident report
     * @param parameters those on the day of the accident
     */
    public static String latest(Function<String, @Nullable Object> report, Parameters parameters, CodeTables codes) {
        long dead = count(report.apply("dead"));
        long serious = count(report.apply("serious"));
        String deadAt = "";
        String seriousAt = "";
        if (report.apply("followUps") instanceof List<?> followUps) {
            for (Object entry : followUps) {
                if (!(entry instanceof Map<?, ?> followUp)
                        || !(followUp.get("at") instanceof String at)
                        || !counts(report, at, parameters)) {
                    continue;
                }
                if (followUp.get("dead") instanceof Long number && at.compareTo(deadAt) >= 0) {
                    dead = number;
                    deadAt = at;
                }
                if (followUp.get("serious") instanceof Long number && at.compareTo(seriousAt) >= 0) {
                    serious = number;
                    seriousAt = at;
                }
            }
        }
        return codes.accidentLevels().levelOf(dead, serious, count(report.apply("directLoss")));
    }

    private static boolean counts(Function<String, @Nullable Object> report, String at, Parameters parameters) {
        Object type = report.apply("type");
        Duration time = type != null && ROAD_OR_FIRE.contains(type)
                ? parameters.followUpTimeRoadFire()
                : parameters.followUpTime();
        return time == null
                || !(report.apply("occurredAt") instanceof String occurred)
                || ChinaTime.seconds(at) - ChinaTime.seconds(occurred) <= time.toSeconds();
    }

    private static long count(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }
}
