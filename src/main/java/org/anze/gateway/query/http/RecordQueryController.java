package org.anze.gateway.query.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiFunction;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.RecordFilter;
import org.anze.gateway.query.RecordKey;
import org.anze.gateway.query.StatusQuestion;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Records, one by one or by pages, and yes-or-no questions about a unit. Safe for many threads. */
@RestController
@RequestMapping("/api/v1")
final class RecordQueryController {

    /** Stands in the path for a key that is in the parameter {@code key}, because it has a slash or a per cent sign. */
    private static final String KEY_IN_PARAMETER = "-";

    private final QueryDesk desk;

    RecordQueryController(QueryDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/records")
    ResponseEntity<byte[]> records(@Caller Identity caller, HttpServletRequest request) {
        QueryRequest query =
                new QueryRequest(request, "type", "region", "sector", "insurer", "from", "to", "after", "limit");
        Asker asker = query.asker(caller);
        RecordFilter filter = new RecordFilter(
                QueryRequest.type(query.required("type")),
                query.region(),
                query.sector(),
                query.insurer(),
                query.day("from"),
                query.day("to"));
        return answer(desk.records(asker, filter, query.value("after"), query.number("limit")));
    }

    @GetMapping("/records/{type}/{businessKey}")
    ResponseEntity<byte[]> record(
            @Caller Identity caller,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        return about(type, businessKey, caller, request, desk::record);
    }

    @GetMapping("/records/{type}/{businessKey}/versions")
    ResponseEntity<byte[]> versions(
            @Caller Identity caller,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        return about(type, businessKey, caller, request, desk::versions);
    }

    @GetMapping("/records/{type}/{businessKey}/history")
    ResponseEntity<byte[]> history(
            @Caller Identity caller,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        return about(type, businessKey, caller, request, desk::history);
    }

    @GetMapping("/records/{type}/{businessKey}/proof")
    ResponseEntity<byte[]> proof(
            @Caller Identity caller,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        return about(type, businessKey, caller, request, desk::proof);
    }

    @GetMapping("/status")
    ResponseEntity<byte[]> status(@Caller Identity caller, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "question", "uscc");
        Asker asker = query.asker(caller);
        StatusQuestion question = QueryRequest.oneOf(
                "question", query.required("question"), StatusQuestion.values(), StatusQuestion::code);
        return answer(desk.status(asker, question, query.uscc()));
    }

    private static ResponseEntity<byte[]> about(
            String type,
            String businessKey,
            Identity caller,
            HttpServletRequest request,
            BiFunction<Asker, RecordKey, Answer> question) {
        QueryRequest query = new QueryRequest(request, "provider", "key");
        return answer(question.apply(query.asker(caller), key(query, type, businessKey)));
    }

    private static RecordKey key(QueryRequest query, String type, String businessKey) {
        String byParameter = query.value("key");
        if ((byParameter != null) != businessKey.equals(KEY_IN_PARAMETER)) {
            throw QueryRequest.bad("key", "/records/{type}/-?key=");
        }
        return new RecordKey(
                QueryRequest.type(type), byParameter == null ? businessKey : byParameter, query.party("provider"));
    }

    static ResponseEntity<byte[]> answer(Answer answer) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(answer.mediaType()))
                .body(answer.body());
    }
}
