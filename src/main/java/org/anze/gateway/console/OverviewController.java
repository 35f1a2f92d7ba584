package org.anze.gateway.console;

import org.anze.gateway.console.login.Seat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page, and the part of it that htmx asks for again every few seconds. */
@Controller
final class OverviewController {

    private final Overview overview;
    private final BrokenConfiguration broken;

    OverviewController(Overview overview, BrokenConfiguration broken) {
        this.overview = overview;
        this.broken = broken;
    }

    /** For those who may not see the figures it leads to where their work is. */
    @GetMapping("/")
    String page(Seat seat, Model model) {
        if (!seat.role().home().equals("/")) {
            return "redirect:" + seat.role().home();
        }
        fill(model);
        return "overview";
    }

    @GetMapping("/overview/tables")
    String tables(Model model) {
        fill(model);
        return "overview :: tables";
    }

    private void fill(Model model) {
        model.addAttribute("tables", overview.tables());
        model.addAttribute("broken", broken.parts());
    }
}
