package org.anze.gateway.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What belongs to a month: the entries that the ledger took in it, from (included) to (excluded), and the submissions received
 * in it. An entry belongs where the first checkpoint over it was signed, so months are ranges without gaps.
 */
record MonthRange(YearMonth month, long from, long to) {

    OffsetDateTime begin() {
        return begin(month);
    }

    OffsetDateTime end() {
        return begin(month.plusMonths(1));
    }

    private static OffsetDateTime begin(YearMonth month) {
        return month.atDay(1).atStartOfDay(StoredDataKeys.ZONE).toInstant().atOffset(ZoneOffset.UTC);
    }

    LocalDate first() {
        return month.atDay(1);
    }

    /**
     * The range of a month that is over.
     *
     * @throws SenderMustCorrect with {@link ArchiveProblem#NOT_CLOSED} while anything of it is under way
     */
    static MonthRange closed(JdbcClient jdbc, YearMonth month, Instant now) {
        OffsetDateTime begin = begin(month);
        OffsetDateTime end = begin(month.plusMonths(1));
        // A day more, for what was on its way in when the month ended.
        if (end.plusDays(1).toInstant().isAfter(now)) {
            throw notClosed(month, "月份未结束 / the month is not over");
        }
        boolean open = jdbc.sql("select exists (select 1 from submission where received_at >= ? and received_at < ?"
                        + " and (finished_at is null or parked > 0))")
                .params(begin, end)
                .query(Boolean.class)
                .single();
        if (open) {
            throw notClosed(month, "报送未处理完 / submissions in progress");
        }
        return new MonthRange(month, size(jdbc, month.minusMonths(1), begin), size(jdbc, month, end));
    }

    /** How large the ledger was at the end of a month: as its bundle says, whatever clocks did since. */
    private static long size(JdbcClient jdbc, YearMonth month, OffsetDateTime end) {
        return jdbc.sql("select coalesce((select to_entry from archive_bundle where month = ?),"
                        + " (select from_entry from archive_bundle where month = ?),"
                        + " (select max(size) from checkpoint where created_at < ?), 0)")
                .params(month.atDay(1), month.plusMonths(1).atDay(1), end)
                .query(Long.class)
                .single();
    }

    private static SenderMustCorrect notClosed(YearMonth month, String why) {
        return new SenderMustCorrect(ArchiveProblem.NOT_CLOSED, Location.WHOLE, month, why);
    }
}
