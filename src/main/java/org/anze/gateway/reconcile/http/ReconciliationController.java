package org.anze.gateway.reconcile.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.http.Caller;
import org.anze.gateway.query.http.QueryRequest;
import org.anze.gateway.reconcile.Compare;
import org.anze.gateway.reconcile.Direction;
import org.anze.gateway.reconcile.ReconcileDesk;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a party asks to find out whether both sides have the same. Safe for many threads. */
@RestController
@RequestMapping("/api/v1/reconciliation")
final class ReconciliationController {

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final ReconcileDesk desk;

    ReconciliationController(ReconcileDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    ResponseEntity<byte[]> figures(@Caller Identity caller, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "day");
        query.required("day");
        LocalDate day = query.day("day");
        return answer(desk.figures(asker(query, caller), day));
    }

    @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, "text/csv"})
    ResponseEntity<byte[]> compare(@Caller Identity caller, HttpServletRequest request, @RequestBody byte[] body) {
        QueryRequest query = new QueryRequest(request, new String[0]);
        boolean csv =
                MediaType.valueOf("text/csv").isCompatibleWith(MediaType.parseMediaType(request.getContentType()));
        return answer(desk.compare(asker(query, caller), body, csv));
    }

    @GetMapping("/results/{id}")
    ResponseEntity<byte[]> result(@Caller Identity caller, @PathVariable String id, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "after");
        String after = query.matching("after", ID, "200");
        return answer(desk.result(asker(query, caller), number(id), after == null ? 0 : Long.parseLong(after)));
    }

    @GetMapping("/{direction}/{type}/{day}/tree")
    ResponseEntity<byte[]> tree(
            @Caller Identity caller,
            @PathVariable String direction,
            @PathVariable String type,
            @PathVariable String day,
            HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "from", "to", "compare");
        String compare = query.value("compare");
        return answer(desk.tree(
                asker(query, caller),
                QueryRequest.oneOf("direction", direction, Direction.values(), Direction::code),
                QueryRequest.type(type),
                date(day),
                query.value("from"),
                query.value("to"),
                compare == null
                        ? Compare.CONTENT
                        : QueryRequest.oneOf("compare", compare, Compare.values(), Compare::code)));
    }

    @GetMapping("/sheets/{day}")
    ResponseEntity<byte[]> sheet(@Caller Identity caller, @PathVariable String day, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "format");
        String format = query.value("format");
        boolean xlsx = "xlsx".equals(format);
        if (format != null && !xlsx && !format.equals("json")) {
            throw QueryRequest.bad("format", "json | xlsx");
        }
        Asker asker = asker(query, caller);
        return answer(xlsx ? desk.workbook(asker, date(day)) : desk.sheet(asker, date(day)));
    }

    /** Putting right what differs is what it is for; nothing is asked of the agreements by this word. */
    private static Asker asker(QueryRequest query, Identity caller) {
        if (query.value("purpose") != null) {
            throw QueryRequest.bad("purpose", "–");
        }
        return query.asker(caller, Purpose.COR);
    }

    private static long number(String id) {
        if (!ID.matcher(id).matches()) {
            throw QueryRequest.bad("id", "1, 2, 3 …");
        }
        return Long.parseLong(id);
    }

    private static LocalDate date(String text) {
        if (DAY.matcher(text).matches()) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException noSuchDay) {
                throw QueryRequest.bad("day", "2026-01-31");
            }
        }
        throw QueryRequest.bad("day", "2026-01-31");
    }

    private static ResponseEntity<byte[]> answer(Answer answer) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(answer.mediaType()))
                .body(answer.body());
    }
}
