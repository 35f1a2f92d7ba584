package org.anze.gateway.console;

import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.console.login.Seat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Archived months: the system administrator asks for a month's content to be taken out, the security administrator lets it
 * happen. Each step is in the audit log by {@link ArchiveDesk}.
 */
@Controller
final class ArchiveController {

    private static final String PAGE = "/archive";
    private static final int MOST_SHOWN = 240;

    private final ArchiveDesk archive;

    ArchiveController(ArchiveDesk archive) {
        this.archive = archive;
    }

    @GetMapping("/archive")
    String list(Model model) {
        model.addAttribute("bundles", archive.list(MOST_SHOWN));
        model.addAttribute("requests", archive.pending());
        model.addAttribute("longest", Reason.LONGEST);
        return "archive";
    }

    @PostMapping("/archive/removals")
    String request(
            @RequestParam(name = "month", defaultValue = "") String month,
            @RequestParam(name = "digest", defaultValue = "") String digest,
            @RequestParam(name = "place", defaultValue = "") String place,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        YearMonth wanted;
        try {
            wanted = YearMonth.parse(month);
        } catch (DateTimeParseException e) {
            said.addFlashAttribute("malformed", true);
            return "redirect:" + PAGE;
        }
        return Order.give(
                "request",
                () -> archive.requestRemoval(seat.actor(), wanted, digest, SearchTerms.clean(place), Reason.of(reason)),
                PAGE,
                said);
    }

    @PostMapping("/archive/removals/{id}/{order:approve|reject}")
    String decide(
            @PathVariable("id") long id, @PathVariable("order") String order, Seat seat, RedirectAttributes said) {
        return Order.decide(
                order,
                () -> archive.approveRemoval(id, seat.actor()),
                () -> archive.refuseRemoval(id, seat.actor()),
                PAGE,
                said);
    }
}
