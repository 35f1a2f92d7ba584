package org.anze.gateway.console;

import java.time.Clock;
import java.util.List;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.keys.BreakGlass;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Emergency looks at one record, by two auditors. Each step is in the audit log by {@link BreakGlass}. */
@Controller
final class BreakGlassController {

    private static final String PAGE = "/break-glass";
    private static final int SHOWN = 50;

    private final BreakGlass<List<CanonicalView.Unit>> glass;
    private final RecordLife lives;
    private final Clock clock;

    BreakGlassController(BreakGlass<List<CanonicalView.Unit>> glass, RecordLife lives, Clock clock) {
        this.glass = glass;
        this.lives = lives;
        this.clock = clock;
    }

    @GetMapping("/break-glass")
    String list(Model model) {
        model.addAttribute("requests", glass.newest(SHOWN));
        model.addAttribute("now", clock.instant());
        model.addAttribute("longest", Reason.LONGEST);
        return "break-glass";
    }

    @PostMapping("/break-glass")
    String request(
            @RequestParam(name = "record", defaultValue = "-1") long record,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        if (lives.sealed(record).isEmpty()) {
            said.addFlashAttribute("unknown", true);
            return "redirect:" + PAGE;
        }
        return Order.give("request", () -> glass.request(seat.actor(), record, Reason.of(reason)), PAGE, said);
    }

    @PostMapping("/break-glass/{id}/{order:approve|reject}")
    String decide(
            @PathVariable("id") long id, @PathVariable("order") String order, Seat seat, RedirectAttributes said) {
        return Order.decide(
                order, () -> glass.approve(id, seat.actor()), () -> glass.refuse(id, seat.actor()), PAGE, said);
    }

    @GetMapping("/break-glass/{id}")
    String open(@PathVariable("id") long id, Seat seat, Model model, RedirectAttributes said) {
        try {
            model.addAttribute("units", glass.open(id, seat.actor()));
            return "broken-glass";
        } catch (SenderMustCorrect e) {
            said.addFlashAttribute("refused", e.finding());
            return "redirect:" + PAGE;
        }
    }
}
