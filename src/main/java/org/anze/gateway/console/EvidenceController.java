package org.anze.gateway.console;

import java.util.function.Supplier;
import org.anze.gateway.evidence.EvidenceState;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How far the ledger is stamped and cosigned by others, for the auditor and the system administrator. */
@Controller
final class EvidenceController {

    private final Supplier<EvidenceState> state;

    EvidenceController(Supplier<EvidenceState> state) {
        this.state = state;
    }

    @GetMapping("/evidence")
    String page(Model model) {
        model.addAttribute("state", state.get());
        return "evidence";
    }
}
