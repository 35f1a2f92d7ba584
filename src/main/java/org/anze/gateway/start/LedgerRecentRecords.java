package org.anze.gateway.start;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.change.RecentRecords;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Walks the ledger back from its end, a page at a time, and shows what is still the newest version of its key. */
final class LedgerRecentRecords implements RecentRecords {

    private static final int PAGE = 5000;

    private final JdbcClient jdbc;
    private final Supplier<LedgerReader> ledger;
    private final RecordDefinitions definitions;

    /** @param ledger asked only when a row condition wants to see a value */
    LedgerRecentRecords(JdbcClient jdbc, Supplier<LedgerReader> ledger, RecordDefinitions definitions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.definitions = definitions;
    }

    private record Line(
            long index,
            RecordType type,
            String provider,
            String businessKey,
            Scope scope,
            Instant receivedAt,
            boolean newest) {}

    @Override
    public Instant walk(Instant from, Set<RecordType> types, long limit, Visitor visitor) {
        long before = Long.MAX_VALUE;
        Instant reached = Instant.MAX;
        for (long looked = 0; looked < limit; looked += PAGE) {
            List<Line> page = page(before, (int) Math.min(PAGE, limit - looked));
            for (Line line : page) {
                if (line.receivedAt.isBefore(from)) {
                    return from;
                }
                if (line.newest && types.contains(line.type)) {
                    visitor.visit(line.type, line.businessKey, new LineFacts(line));
                }
                before = line.index;
                reached = line.receivedAt;
            }
            if (page.size() < PAGE) {
                return looked + page.size() < limit ? from : reached;
            }
        }
        return reached;
    }

    private List<Line> page(long before, int limit) {
        return jdbc.sql("select e.idx, e.record_type, e.provider, e.business_key, e.risk_region, e.sector, e.insurer,"
                        + " e.received_at, h.entry is not null"
                        + " from (select * from ledger_entry where idx < ? order by idx desc limit ?) e"
                        + " left join record_head h on h.business_key = e.business_key"
                        + " and h.record_type = e.record_type and h.provider = e.provider and h.entry = e.idx"
                        + " order by e.idx desc")
                .params(before, limit)
                .query((row, number) -> new Line(
                        row.getLong(1),
                        TypeNumber.type(row.getShort(2)),
                        row.getString(3),
                        row.getString(4),
                        new Scope(row.getString(5), row.getString(6), row.getString(7)),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getBoolean(9)))
                .list();
    }

    /** What stands in the row is at hand; the units are fetched when one is asked for. */
    private final class LineFacts implements Facts {
        private final Line line;
        private @Nullable Facts sealed;

        LineFacts(Line line) {
            this.line = line;
        }

        @Override
        public Scope scope() {
            return line.scope;
        }

        @Override
        public String provider() {
            return line.provider;
        }

        @Override
        public String businessKey() {
            return line.businessKey;
        }

        @Override
        public boolean readable() {
            return sealed().readable();
        }

        @Override
        public @Nullable Object value(String field) {
            return sealed().value(field);
        }

        @Override
        public @Nullable Object policyValue(String field) {
            return sealed().policyValue(field);
        }

        private Facts sealed() {
            if (sealed == null) {
                SealedRecord record = ledger.get().read(List.of(line.index)).get(0);
                sealed = new LedgerFacts(ledger.get(), definitions).of(record);
            }
            return sealed;
        }
    }
}
