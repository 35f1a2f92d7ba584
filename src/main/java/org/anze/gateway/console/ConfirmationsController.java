package org.anze.gateway.console;

import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.console.people.People;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Administrators' accounts that the security administrator made or gave new credentials: until an administrator of another
 * role has confirmed who holds one, it is none of the two people that a change of agreements takes.
 */
@Controller
final class ConfirmationsController {

    private final People people;
    private final AuditLog audit;

    ConfirmationsController(People people, AuditLog audit) {
        this.people = people;
        this.audit = audit;
    }

    @GetMapping("/confirmations")
    String page(Seat seat, Model model) {
        model.addAttribute(
                "people",
                people.unconfirmed().stream()
                        .filter(person -> person.role() != seat.role())
                        .toList());
        return "confirmations";
    }

    @PostMapping("/confirmations/{name}")
    String confirm(@PathVariable("name") String name, Seat seat, RedirectAttributes said) {
        if (!name.matches(People.NAME_PATTERN)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        write(seat, name, "ordered: confirm");
        boolean done = people.confirm(name, seat.name());
        if (!done) {
            write(seat, name, "refused: not confirmed");
        }
        said.addFlashAttribute("confirmed", done);
        return "redirect:/confirmations";
    }

    private void write(Seat seat, String name, String outcome) {
        audit.write(new AuditEvent(AuditKind.PEOPLE, seat.actor(), null, null, name, outcome, null));
    }
}
