package org.anze.gateway.console;

import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.keys.KeyDesk;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Keys at rest: the system administrator changes master keys and asks for destruction, the security administrator lets a
 * destruction happen. Each step is in the audit log by {@link KeyDesk}.
 */
@Controller
final class KeysController {

    private static final String PAGE = "/keys";
    private static final int MOST_SHOWN = 500;

    private final KeyDesk keys;

    KeysController(KeyDesk keys) {
        this.keys = keys;
    }

    @GetMapping("/keys")
    String list(Model model) {
        model.addAttribute("keys", keys.list(MOST_SHOWN));
        model.addAttribute("requests", keys.pending());
        model.addAttribute("longest", Reason.LONGEST);
        return "keys";
    }

    @PostMapping("/keys/rotate")
    String rotate(Seat seat, RedirectAttributes said) {
        return Order.give("rotate", () -> keys.rotateMaster(seat.actor()), PAGE, said);
    }

    @PostMapping("/keys/destructions")
    String request(
            @RequestParam(name = "party", defaultValue = "") String party,
            @RequestParam(name = "month", defaultValue = "") String month,
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
                () -> keys.requestDestruction(seat.actor(), SearchTerms.clean(party), wanted, Reason.of(reason)),
                PAGE,
                said);
    }

    @PostMapping("/keys/destructions/{id}/{order:approve|reject}")
    String decide(
            @PathVariable("id") long id, @PathVariable("order") String order, Seat seat, RedirectAttributes said) {
        return Order.decide(
                order,
                () -> keys.approveDestruction(id, seat.actor()),
                () -> keys.refuseDestruction(id, seat.actor()),
                PAGE,
                said);
    }
}
