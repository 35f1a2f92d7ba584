package org.anze.gateway.cli.fsck;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.SealedContent;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Opens the units of all entries and compares them with what was sealed, and the columns with them; what was taken out is passed
 * over. For one thread.
 */
final class ContentCheck {

    private static final int PORTION = 200;

    private final Snapshot snapshot;
    private final DataKeys keys;
    private final Findings findings;

    ContentCheck(Snapshot snapshot, DataKeys keys, Findings findings) {
        this.snapshot = snapshot;
        this.keys = keys;
        this.findings = findings;
    }

    void run() throws SQLException {
        List<Suite> suite = new ArrayList<>();
        snapshot.each("select suite from ledger_state", row -> Suite.byName(row.getString(1))
                .ifPresent(suite::add));
        // Without a state nothing can be told; that has been said.
        for (Suite of : suite) {
            run(of);
        }
    }

    private void run(Suite suite) throws SQLException {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(snapshot.connection(), true));
        LedgerReader reader = new LedgerReader(jdbc, suite, new UnitCipher(keys));
        SealedContent content = new SealedContent(suite);
        List<Long> portion = new ArrayList<>();
        snapshot.each("select idx from ledger_entry where octet_length(units) > 0 order by idx", row -> {
            portion.add(row.getLong(1));
            if (portion.size() == PORTION) {
                compare(reader, content, portion);
            }
        });
        compare(reader, content, portion);
    }

    private void compare(LedgerReader reader, SealedContent content, List<Long> portion) {
        List<SealedRecord> records;
        try {
            records = reader.read(portion);
        } catch (IllegalStateException damaged) {
            records = portion.stream()
                    .flatMap(index -> read(reader, index).stream())
                    .toList();
        }
        for (SealedRecord record : records) {
            if (!content.holds(record)) {
                findings.add(Damage.UNITS_DAMAGED, "#" + record.index());
            } else if (!content.fitsColumns(record)) {
                findings.add(Damage.ENTRY_COLUMNS_DIFFER, "#" + record.index());
            }
        }
        portion.clear();
    }

    /** Nothing when its header or columns are damaged: which, the check of the tree says. */
    private static List<SealedRecord> read(LedgerReader reader, Long index) {
        try {
            return reader.read(List.of(index));
        } catch (IllegalStateException damaged) {
            return List.of();
        }
    }
}
