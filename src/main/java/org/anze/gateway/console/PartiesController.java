package org.anze.gateway.console;

import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.identity.certificate.ExpiringCertificate;
import org.anze.gateway.party.Parties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Who the parties are, by which channels they come and whose certificate ends soon, for the system administrator; nothing of
 * what they send.
 */
@Controller
final class PartiesController {

    private final Supplier<Parties> parties;
    private final Supplier<List<ExpiringCertificate>> expiring;

    PartiesController(Supplier<Parties> parties, Supplier<List<ExpiringCertificate>> expiring) {
        this.parties = parties;
        this.expiring = expiring;
    }

    @GetMapping("/parties")
    String page(Model model) {
        model.addAttribute("parties", parties.get().all());
        model.addAttribute("certificates", expiring.get());
        return "parties";
    }
}
