package org.anze.gateway.intake;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.TryAgainLater;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes rejects files straight from the database; memory does not grow with their length. Safe for several threads. */
public final class RejectsFile implements Rejects {

    private static final int FETCH = 500;
    private static final int MOST_AT_ONCE = 6;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int MOST_SHEET_ROWS = 1_000_000;
    private static final String[] HEADINGS = {
        "行号 line",
        "列号 column",
        "栏目 heading",
        "字段 field",
        "业务主键 key",
        "规则 rule",
        "代码 code",
        "级别 severity",
        "原因",
        "处理建议",
        "reason",
        "what to do"
    };
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Over the gateway's database; the transaction is needed for reading with a cursor. */
    public RejectsFile(DataSource dataSource, TransactionTemplate transactions) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH);
        this.transactions = transactions;
    }

    @Override
    public long write(String submission, Format format, OutputStream out) throws IOException {
        // Each holds a database connection for as long as its reader takes.
        if (!acquire()) {
            throw new TryAgainLater(IntakeProblem.BUSY, null);
        }
        try {
            return switch (format) {
                case CSV -> writeCsv(submission, out);
                case XLSX -> writeSheet(submission, out);
                case JSON -> writeJson(submission, out);
            };
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            places.release();
        }
    }

    private boolean acquire() {
        try {
            return places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long writeCsv(String submission, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write('\ufeff');
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(HEADINGS);
        long count = each(submission, (cells, row) -> csv.writeRecord(cells));
        csv.flush();
        text.flush();
        return count;
    }

    private long writeSheet(String submission, OutputStream out) throws IOException {
        try (Workbook workbook = new Workbook(out, "Anze gateway", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("退回明细");
            fill(sheet, 0, HEADINGS);
            sheet.freezePane(0, 1);
            return each(submission, (cells, row) -> {
                if (row <= MOST_SHEET_ROWS) {
                    fill(sheet, (int) row, cells);
                }
            });
        }
    }

    private static void fill(Worksheet sheet, int row, String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            sheet.value(row, i, cells[i]);
        }
    }

    private long writeJson(String submission, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            Long count = transactions.execute(status -> {
                Counter counter = new Counter();
                query(submission, (key, findings) -> {
                    for (Finding finding : findings) {
                        json.writePOJO(finding);
                        counter.value++;
                    }
                });
                return counter.value;
            });
            json.writeEndArray();
            return count == null ? 0 : count;
        }
    }

    private long each(String submission, RowWriter writer) {
        Long count = transactions.execute(status -> {
            Counter counter = new Counter();
            query(submission, (key, findings) -> {
                for (Finding finding : findings) {
                    counter.value++;
                    writer.write(cells(key, finding), counter.value);
                }
            });
            return counter.value;
        });
        return count == null ? 0 : count;
    }

    private void query(String submission, FindingsReader reader) {
        jdbc.query(
                "select r.business_key, r.findings from rejected_record r join submission s on s.seq = r.submission"
                        + " where s.id = ? order by r.ordinal, r.part",
                row -> {
                    String key = row.getString(1);
                    try {
                        reader.read(key == null ? "" : key, FindingJson.read(row.getString(2)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                submission);
    }

    private static String[] cells(String key, Finding finding) {
        String[] cells = {
            finding.location().line() == 0
                    ? ""
                    : Long.toString(finding.location().line()),
            finding.location().column() == 0
                    ? ""
                    : Integer.toString(finding.location().column()),
            finding.location().name() == null ? "" : finding.location().name(),
            finding.field() == null ? "" : finding.field(),
            key,
            finding.rule() == null ? "" : finding.rule(),
            finding.code(),
            finding.severity().zh(),
            finding.zh(),
            finding.remedyZh(),
            finding.en(),
            finding.remedyEn()
        };
        for (int i = 0; i < cells.length; i++) {
            cells[i] = harmless(cells[i]);
        }
        return cells;
    }

    /** A spreadsheet program would run a cell that begins like a formula. */
    private static String harmless(String cell) {
        return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private interface RowWriter {
        void write(String[] cells, long row) throws IOException;
    }

    private interface FindingsReader {
        void read(String key, List<Finding> findings) throws IOException;
    }

    private static final class Counter {
        private long value;
    }
}
