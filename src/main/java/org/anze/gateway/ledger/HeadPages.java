package org.anze.gateway.ledger;

import java.util.Collection;
import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Walks all business keys of the ledger, a page at a time, in the order of the database. What is appended behind the walk while
 * it goes on is not seen by it. Safe for several threads.
 */
public final class HeadPages {

    private final JdbcClient jdbc;

    /** Over the ledger's database. */
    public HeadPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The next keys, each once however many parties use it; withdrawn records are among them.
     *
     * @param after the last key of the page before; null for the first page
     * @return empty at the end
     */
    public List<Reference> next(@Nullable Reference after, Collection<RecordType> types, int limit) {
        Short[] numbers = types.stream().map(TypeNumber::of).toArray(Short[]::new);
        return jdbc.sql("select distinct business_key, record_type from record_head"
                        + " where record_type = any(?) and (business_key, record_type) > (?, ?)"
                        + " order by business_key, record_type limit ?")
                .params(
                        numbers,
                        after == null ? "" : after.businessKey(),
                        after == null ? (short) 0 : TypeNumber.of(after.type()),
                        limit)
                .query((row, number) -> new Reference(TypeNumber.type(row.getShort(2)), row.getString(1)))
                .list();
    }
}
