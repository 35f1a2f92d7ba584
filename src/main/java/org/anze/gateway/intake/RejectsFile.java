package org.anze.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import javax.sql.DataSource;
import org.anze.gateway.intake.returned.FindingList;
import org.anze.gateway.intake.returned.RuleTally;
import org.anze.gateway.problem.Finding;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes lists of findings straight from the database; memory does not grow with their length. Safe for several threads. */
public final class RejectsFile implements Rejects {

    private final RejectsRows rows;

    /** Over the gateway's database; the transaction is needed for reading with a cursor. */
    public RejectsFile(DataSource dataSource, TransactionTemplate transactions) {
        this(new RejectsRows(dataSource, transactions));
    }

    RejectsFile(RejectsRows rows) {
        this.rows = rows;
    }

    @Override
    public long write(String submission, Format format, OutputStream out) throws IOException {
        String party = rows.find(submission).map(RejectsRows.Stored::party).orElse("");
        return rows.together(party, () -> {
            RuleTally tally = new RuleTally();
            rows.each(submission, (ordinal, line, key, findings) -> findings.forEach(tally::add));
            FindingList list = new FindingList(
                    tally,
                    reader -> rows.each(submission, (ordinal, line, key, findings) -> {
                        for (Finding finding : findings) {
                            reader.read(key, finding);
                        }
                    }));
            switch (format) {
                case CSV -> list.writeCsv(out);
                case XLSX -> list.writeWorkbook(out);
                case JSON -> list.writeJson(out);
            }
            return tally.total();
        });
    }
}
