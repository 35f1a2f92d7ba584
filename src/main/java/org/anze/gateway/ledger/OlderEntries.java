package org.anze.gateway.ledger;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.keys.PlainAtHand;
import org.anze.gateway.record.SealedRecord;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Entries that are no longer in memory, a page at a time: recipients that catch up side by side want the same ones, which are then
 * read and opened once for all of them. A page that cannot be opened whole is not kept. Safe for many threads.
 */
final class OlderEntries {

    static final int PAGE = 512;
    private static final long MOST_BYTES = 32L << 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** What an entry takes besides its bytes, and what its units take once they are open. */
    private static final int OVERHEAD = 1_000;

    private static final long OPENED = 3;

    private final JdbcClient jdbc;
    private final EntryRows rows;
    private final PlainAtHand<Long, Page> kept =
            new PlainAtHand<>(MOST_BYTES, LONGEST, System::nanoTime, page -> page.bytes);
    /** So that those who want the same page wait for the first of them. */
    private final List<Object> reading = Stream.generate(Object::new).limit(16).toList();

    OlderEntries(JdbcClient jdbc, EntryRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    private record Page(List<SealedRecord> entries, long bytes) {
        boolean isReadable() {
            return entries.stream().allMatch(entry -> entry.units().readable());
        }
    }

    /**
     * Entries in order, from the first wanted one to the end of its page or of what is wanted.
     *
     * @param size of the ledger; the page in which it ends is read anew each time
     */
    List<SealedRecord> read(long from, long end, long size) {
        long number = from / PAGE;
        long next = (number + 1) * PAGE;
        if (next > size) {
            return select(from, end);
        }
        List<SealedRecord> page;
        try {
            page = page(number).entries;
        } catch (IllegalStateException damaged) {
            // Perhaps not what is wanted of it.
            return select(from, end);
        }
        return page.stream()
                .filter(entry -> entry.index() >= from && entry.index() < end)
                .toList();
    }

    private Page page(long number) {
        Page known = kept.find(number);
        if (known != null && known.isReadable()) {
            return known;
        }
        synchronized (reading.get((int) (number % reading.size()))) {
            Page meanwhile = kept.find(number);
            if (meanwhile != null && meanwhile.isReadable()) {
                return meanwhile;
            }
            kept.drop(number);
            List<SealedRecord> entries = select(number * PAGE, (number + 1) * PAGE);
            Page page =
                    new Page(entries, entries.stream().mapToLong(this::bytes).sum());
            if (page.isReadable()) {
                kept.keep(number, page);
            }
            return page;
        }
    }

    private long bytes(SealedRecord entry) {
        return OVERHEAD + entry.header().length + OPENED * rows.closedBytes(entry);
    }

    private List<SealedRecord> select(long from, long end) {
        return jdbc.sql("select " + EntryRows.COLUMNS + " from ledger_entry e"
                        + " where e.idx >= ? and e.idx < ? order by e.idx")
                .params(from, end)
                .query((row, number) -> rows.entry(row))
                .list();
    }
}
