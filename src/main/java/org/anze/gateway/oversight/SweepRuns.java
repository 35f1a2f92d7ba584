package org.anze.gateway.oversight;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which days were looked at. Every method is one statement, durable when it returns. Safe for several threads. */
final class SweepRuns {

    private final JdbcClient jdbc;

    SweepRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isFinished(LocalDate day) {
        return jdbc.sql("select count(*) from oversight_run where day = ? and finished_at is not null")
                        .param(day)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The last day of which a look was begun. */
    Optional<LocalDate> lastBegun() {
        return jdbc.sql("select day from oversight_run order by day desc limit 1")
                .query(LocalDate.class)
                .optional();
    }

    /** Notes that the look begins; a day that was begun before keeps its first time. */
    void begin(LocalDate day, Instant now) {
        jdbc.sql("insert into oversight_run (day, begun_at) values (?, ?) on conflict (day) do nothing")
                .params(day, now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Notes that the day needs no further look; the counts are those of its last, complete walk. */
    void finish(LocalDate day, Instant now, SweepTally tally) {
        jdbc.sql("update oversight_run set finished_at = ?, looked_at = ?, told = ?, reopened = ?, resolved = ?,"
                        + " unjudged = ?, refused = ? where day = ?")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        tally.lookedAt(),
                        tally.told(),
                        tally.reopened(),
                        tally.resolved(),
                        tally.unjudged(),
                        tally.refused(),
                        day)
                .update();
    }
}
