package org.anze.gateway.cli.fsck;

import java.sql.SQLException;

/** What the gateway keeps beside the entries to find them again: keys, heads, counts. For one thread. */
final class IndexCheck {

    private static final String SAME_KEY =
            "k.business_key = e.business_key and k.record_type = e.record_type and k.provider = e.provider";

    private final Snapshot snapshot;
    private final Findings findings;

    IndexCheck(Snapshot snapshot, Findings findings) {
        this.snapshot = snapshot;
        this.findings = findings;
    }

    void run() throws SQLException {
        entries(
                Damage.KEY_MISSING,
                "select e.idx from ledger_entry e left join record_key k on " + SAME_KEY
                        + " and k.version = e.version where k.entry is distinct from e.idx order by e.idx");
        entries(
                Damage.KEY_SURPLUS,
                "select k.entry from record_key k left join ledger_entry e on e.idx = k.entry and " + SAME_KEY
                        + " and k.version = e.version where e.idx is null order by k.entry");
        entries(
                Damage.HEAD_WRONG,
                "select coalesce(h.entry, n.entry) from record_head h full join (select distinct on"
                        + " (business_key, record_type, provider) business_key, record_type, provider, version, entry"
                        + " from record_key order by business_key, record_type, provider, version desc) n"
                        + " using (business_key, record_type, provider)"
                        + " left join ledger_entry e on e.idx = n.entry"
                        + " where h.entry is distinct from n.entry or h.version is distinct from n.version"
                        + " or h.operation is distinct from e.operation order by 1");
        entries(
                Damage.LATE_WRONG,
                "select e.idx from ledger_entry e where e.late <> exists (select 1 from record_key k where " + SAME_KEY
                        + " and k.version > e.version and k.entry < e.idx) order by e.idx");
        counts();
    }

    private void entries(Damage damage, String sql) throws SQLException {
        snapshot.each(sql, row -> findings.add(damage, "#" + row.getLong(1)));
    }

    private void counts() throws SQLException {
        snapshot.each(
                "select s.id from submission s left join (select submission, count(*) n, min(idx) low, max(idx) high"
                        + " from ledger_entry group by submission) e on e.submission = s.seq"
                        + " left join (select submission, count(*) n from parked_intake group by submission) p"
                        + " on p.submission = s.seq"
                        + " where s.accepted <> coalesce(e.n, 0) or s.first_entry is distinct from e.low"
                        + " or s.last_entry is distinct from e.high or s.parked <> coalesce(p.n, 0) order by s.seq",
                row -> findings.add(Damage.COUNT_WRONG, row.getString(1)));
    }
}
