package org.anze.gateway.query.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.party.Party;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.RecordFilter;
import org.anze.gateway.query.RecordKey;
import org.anze.gateway.query.StatusQuestion;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

    private static final Pattern USCC = Pattern.compile("[0-9A-Z]{18}");

    private final QueryDesk desk;

    RecordQueryController(QueryDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/records")
    ResponseEntity<byte[]> records(@AuthenticationPrincipal Party party, HttpServletRequest request) {
        QueryRequest query =
                new QueryRequest(request, "type", "region", "sector", "insurer", "from", "to", "after", "limit");
        Asker asker = query.asker(party);
        RecordFilter filter = new RecordFilter(
                QueryRequest.type("type", query.required("type")),
                query.region(),
                query.sector(),
                query.insurer(),
                query.day("from"),
                query.day("to"));
        return answer(desk.records(asker, filter, query.value("after"), query.number("limit")));
    }

    @GetMapping("/records/{type}/{businessKey}")
    ResponseEntity<byte[]> record(
            @AuthenticationPrincipal Party party,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        QueryRequest query = single(request);
        return answer(desk.record(query.asker(party), key(query, type, businessKey)));
    }

    @GetMapping("/records/{type}/{businessKey}/versions")
    ResponseEntity<byte[]> versions(
            @AuthenticationPrincipal Party party,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        QueryRequest query = single(request);
        return answer(desk.versions(query.asker(party), key(query, type, businessKey)));
    }

    @GetMapping("/records/{type}/{businessKey}/history")
    ResponseEntity<byte[]> history(
            @AuthenticationPrincipal Party party,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        QueryRequest query = single(request);
        return answer(desk.history(query.asker(party), key(query, type, businessKey)));
    }

    @GetMapping("/records/{type}/{businessKey}/proof")
    ResponseEntity<byte[]> proof(
            @AuthenticationPrincipal Party party,
            @PathVariable String type,
            @PathVariable String businessKey,
            HttpServletRequest request) {
        QueryRequest query = single(request);
        return answer(desk.proof(query.asker(party), key(query, type, businessKey)));
    }

    @GetMapping("/status")
    ResponseEntity<byte[]> status(@AuthenticationPrincipal Party party, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(request, "question", "uscc");
        Asker asker = query.asker(party);
        String code = query.required("question");
        StatusQuestion question = StatusQuestion.byCode(code)
                .orElseThrow(() -> QueryRequest.bad(
                        "question",
                        Arrays.stream(StatusQuestion.values())
                                .map(StatusQuestion::code)
                                .collect(Collectors.joining(" | "))));
        query.required("uscc");
        String uscc = query.matching("uscc", USCC, "91140100MAXX00001X");
        if (uscc == null) {
            throw QueryRequest.bad("uscc", "91140100MAXX00001X");
        }
        return answer(desk.status(asker, question, uscc));
    }

    private static QueryRequest single(HttpServletRequest request) {
        return new QueryRequest(request, "provider", "key");
    }

    private static RecordKey key(QueryRequest query, String type, String businessKey) {
        String byParameter = query.value("key");
        if ((byParameter != null) != businessKey.equals(KEY_IN_PARAMETER)) {
            throw QueryRequest.bad("key", "/records/{type}/-?key=");
        }
        return new RecordKey(
                QueryRequest.type("type", type),
                byParameter == null ? businessKey : byParameter,
                query.party("provider"));
    }

    static ResponseEntity<byte[]> answer(Answer answer) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(answer.mediaType()))
                .body(answer.body());
    }
}
