package org.anze.gateway.query.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.statistics.Dimension;
import org.anze.gateway.query.statistics.Measure;
import org.anze.gateway.query.statistics.StatisticsDesk;
import org.anze.gateway.query.statistics.StatisticsRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Figures over many records. Safe for many threads. */
@RestController
final class StatisticsController {

    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    private final StatisticsDesk desk;

    StatisticsController(StatisticsDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/api/v1/statistics")
    ResponseEntity<byte[]> figures(@Caller Identity caller, HttpServletRequest request) {
        QueryRequest query = new QueryRequest(
                request, "measure", "groupBy", "region", "sector", "insurer", "line", "from", "to", "year");
        Asker asker = query.asker(caller);
        Measure measure = QueryRequest.oneOf("measure", query.required("measure"), Measure.values(), Measure::code);
        StatisticsRequest wanted = new StatisticsRequest(
                measure,
                groupBy(query),
                query.region(),
                query.sector(),
                query.insurer(),
                query.value("line"),
                query.matching("from", MONTH, "2026-01"),
                query.matching("to", MONTH, "2026-12"),
                query.matching("year", YEAR, "2026"));
        return RecordQueryController.answer(desk.figures(asker, wanted));
    }

    private static List<Dimension> groupBy(QueryRequest query) {
        String value = query.value("groupBy");
        List<Dimension> dimensions = new ArrayList<>();
        if (value != null) {
            for (String code : value.split(",", -1)) {
                dimensions.add(QueryRequest.oneOf("groupBy", code, Dimension.values(), Dimension::code));
            }
        }
        return dimensions;
    }
}
