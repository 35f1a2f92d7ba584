package org.anze.gateway.console;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.stream.Collectors;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.Search.Group;
import org.anze.gateway.console.Search.Way;
import org.anze.gateway.console.login.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The search box. {@link SearchTerms} says why a search is posted and then redirected. */
@Controller
final class SearchController {

    private final Search search;
    private final AuditLog audit;

    SearchController(Search search, AuditLog audit) {
        this.search = search;
        this.audit = audit;
    }

    @PostMapping("/search")
    String look(@RequestParam(name = "term", defaultValue = "") String term, HttpSession session) {
        String clean = SearchTerms.clean(term);
        return clean.isEmpty()
                ? "redirect:/search"
                : "redirect:/search/" + SearchTerms.of(session).keep(clean);
    }

    /** The box alone, also where a forgotten search ends. */
    @GetMapping("/search")
    String empty(Model model) {
        model.addAttribute("groups", List.of());
        return "search";
    }

    @GetMapping("/search/{name}")
    String results(@PathVariable("name") String name, HttpSession session, Seat seat, Model model) {
        return SearchTerms.of(session)
                .find(name)
                .map(term -> {
                    List<Group> found = search.find(term);
                    note(seat, found);
                    return show(model, name, term, found);
                })
                .orElse("redirect:/search");
    }

    @GetMapping("/search/{name}/{way}")
    String more(
            @PathVariable("name") String name,
            @PathVariable("way") String key,
            @RequestParam(name = "after", required = false) @Nullable Long after,
            HttpSession session,
            Seat seat,
            Model model) {
        Way way = Way.byKey(key).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return SearchTerms.of(session)
                .find(name)
                .map(term -> {
                    Group group = search.find(way, term, after);
                    note(seat, group.isEmpty() ? List.of() : List.of(group));
                    return show(model, name, term, group.isEmpty() ? List.of() : List.of(group));
                })
                .orElse("redirect:/search");
    }

    /** The term stays out: it may be a name that somebody typed against the rules. What was found says enough. */
    private void note(Seat seat, List<Group> found) {
        String hits = found.stream()
                .map(group -> group.key() + " "
                        + (group.records().size() + group.submissions().size()))
                .collect(Collectors.joining(", "));
        audit.write(new AuditEvent(
                AuditKind.QUERY,
                seat.actor(),
                null,
                null,
                "console search",
                hits.isEmpty() ? "nothing found" : "found: " + hits,
                null));
    }

    private static String show(Model model, String name, String term, List<Group> groups) {
        model.addAttribute("name", name);
        model.addAttribute("term", term);
        model.addAttribute("groups", groups);
        return "search";
    }
}
