package org.anze.gateway.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.reconcile.DayFigures.DeliveredType;
import org.anze.gateway.reconcile.DayFigures.SentType;
import org.anze.gateway.reconcile.OwnSide.Range;
import org.anze.gateway.reconcile.OwnSide.Sum;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The signed daily sheet of a party ({@code anze-reconciliation-sheet/1}). That of a day that is over, of which nothing is
 * on its way any more and whose equations hold is made once and kept. Wants a transaction around it. Safe for several threads.
 */
public final class DailySheets {

    /** Format identifier. */
    public static final String FORMAT = "anze-reconciliation-sheet/1";

    private final JdbcClient jdbc;
    private final Balance balance;
    private final OwnSide own;
    private final Results results;
    private final Signer signer;
    private final SealCertificate certificate;
    private final Duration settling;
    private final Clock clock;

    /** @param settling how long after its end a day stays open: what came before midnight is seen when its last byte is there */
    DailySheets(
            JdbcClient jdbc,
            Balance balance,
            OwnSide own,
            Results results,
            Signer signer,
            SealCertificate certificate,
            Duration settling,
            Clock clock) {
        this.jdbc = jdbc;
        this.balance = balance;
        this.own = own;
        this.results = results;
        this.signer = signer;
        this.certificate = certificate;
        this.settling = settling;
        this.clock = clock;
    }

    /**
     * A sheet.
     *
     * @param document signed JSON
     * @param workbook xlsx with the same figures
     * @param closed whether it will never be another
     */
    public record Sheet(byte[] document, byte[] workbook, boolean closed) {}

    /** @throws SenderMustCorrect with {@link ReconcileProblem#DAY_NOT_BEGUN} */
    public Sheet of(String party, LocalDate date) {
        Instant now = clock.instant();
        Day day = new Day(party, date);
        if (now.isBefore(day.from().toInstant())) {
            throw new SenderMustCorrect(ReconcileProblem.DAY_NOT_BEGUN, Location.WHOLE, date);
        }
        Optional<Sheet> kept = kept(day);
        if (kept.isPresent()) {
            return kept.get();
        }
        DayFigures figures = balance.of(day);
        // What does not add up is signed as it is, and stays open until it is mended.
        Instant earliest = day.to().toInstant().plus(settling);
        boolean closed = !now.isBefore(earliest) && figures.settled() && figures.balanced();
        Map<String, @Nullable Object> body = body(figures, closed, earliest, now);
        byte[] document = SignedStatement.sign(body, signer, certificate);
        String digest = HexFormat.of().formatHex(Suite.INTL.hash(document));
        Sheet sheet = new Sheet(document, SheetWorkbook.of(figures, body, digest), closed);
        // Days on which nothing happened are without number.
        if (closed && !figures.empty()) {
            jdbc.sql("insert into reconciliation_sheet (party, day, document, workbook, received, accepted, made_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                    .params(
                            party,
                            date,
                            sheet.document,
                            sheet.workbook,
                            figures.sent().received(),
                            figures.sent().accepted(),
                            now.atOffset(ZoneOffset.UTC))
                    .update();
        }
        return sheet;
    }

    private Optional<Sheet> kept(Day day) {
        return jdbc.sql("select document, workbook from reconciliation_sheet where party = ? and day = ?")
                .params(day.party(), day.date())
                .query((row, number) -> new Sheet(row.getBytes(1), row.getBytes(2), true))
                .optional();
    }

    private Map<String, @Nullable Object> body(DayFigures figures, boolean closed, Instant earliest, Instant now) {
        Map<String, @Nullable Object> body = describe(figures);
        body.put("format", FORMAT);
        body.put("issuedAt", SealTime.write(now));
        body.put("closed", closed);
        // A sheet from before is provisional, whatever it says of its submissions and parcels.
        body.put("closesNotBefore", SealTime.write(earliest));
        body.put(
                "comparisons",
                results.ofDay(new Day(figures.party(), figures.date())).stream()
                        .map(Comparison::describe)
                        .toList());
        return body;
    }

    /** The figures with the digests, as an object of canonical JSON values. */
    Map<String, @Nullable Object> describe(DayFigures figures) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("party", figures.party());
        body.put("day", figures.date().toString());
        body.put("suite", signer.suite().name());
        body.put("balanced", figures.balanced());
        body.put("sent", sent(figures));
        body.put("delivered", delivered(figures));
        List<Map<String, Object>> equations = new ArrayList<>();
        for (Equation equation : figures.equations()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", equation.name());
            map.put("left", equation.left());
            map.put("right", equation.right());
            map.put("holds", equation.holds());
            equations.add(map);
        }
        body.put("equations", equations);
        return body;
    }

    private Map<String, Object> sent(DayFigures figures) {
        DayFigures.Sent sent = figures.sent();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("submissions", sent.submissions());
        map.put("open", sent.open());
        map.put("received", sent.received());
        map.put("accepted", sent.accepted());
        map.put("rejected", sent.rejected());
        map.put("duplicate", sent.duplicate());
        map.put("parked", sent.parked());
        List<Map<String, @Nullable Object>> types = new ArrayList<>();
        for (SentType type : sent.types()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("type", type.type() == null ? null : type.type().code());
            row.put("accepted", type.accepted());
            row.put("superseded", type.superseded());
            row.put("rejected", type.rejected());
            row.put("parked", type.parked());
            if (type.type() != null && type.accepted() > 0) {
                row.putAll(digests(figures, Direction.SENT, type.type()));
            }
            types.add(row);
        }
        map.put("types", types);
        return map;
    }

    private Map<String, Object> delivered(DayFigures figures) {
        DayFigures.Delivered delivered = figures.delivered();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("parcels", delivered.parcels());
        map.put("firstParcel", delivered.first());
        map.put("lastParcel", delivered.last());
        map.put("open", delivered.open());
        map.put("given", delivered.given());
        map.put("acknowledged", delivered.acknowledged());
        map.put("refused", delivered.refused());
        map.put("waiting", delivered.waiting());
        map.put("withdrawn", delivered.withdrawn());
        List<Map<String, Object>> types = new ArrayList<>();
        for (DeliveredType type : delivered.types()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("type", type.type().code());
            row.put("given", type.given());
            row.put("acknowledged", type.acknowledged());
            row.put("refused", type.refused());
            row.put("waiting", type.waiting());
            row.putAll(digests(figures, Direction.DELIVERED, type.type()));
            types.add(row);
        }
        map.put("types", types);
        return map;
    }

    /** How many record versions are compared, and the root over them. */
    private Map<String, Object> digests(DayFigures figures, Direction direction, RecordType type) {
        Sum sum = own.sum(new Subject(figures.party(), direction, type, figures.date()), Range.ALL, Compare.CONTENT);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("compared", sum.count());
        map.put("digest", Base64Text.encode(sum.hash()));
        return map;
    }
}
