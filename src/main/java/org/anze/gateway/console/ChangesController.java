package org.anze.gateway.console;

import java.util.concurrent.Semaphore;
import org.anze.gateway.access.change.AgreementChanges;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Changes of agreements that wait for two people: the system administrator says that the files are what was meant, the
 * security administrator lets them into force or sends them back. Both see who would gain and who would lose what. Each step is in
 * the audit log by {@link AgreementChanges}.
 */
@Controller
final class ChangesController {

    private static final String PAGE = "/changes";

    private final AgreementChanges changes;
    /** One preview at a time: each walks a month of the ledger. */
    private final Semaphore previews = new Semaphore(1);

    ChangesController(AgreementChanges changes) {
        this.changes = changes;
    }

    @GetMapping("/changes")
    String list(Model model) {
        model.addAttribute("changes", changes.pending());
        return "changes";
    }

    /** Walks the records of the last month: the page may take a while. */
    @GetMapping("/changes/{id}")
    String page(@PathVariable("id") long id, Model model, RedirectAttributes said) {
        if (!previews.tryAcquire()) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
        }
        try {
            model.addAttribute("preview", changes.preview(id));
        } catch (SenderMustCorrect e) {
            said.addFlashAttribute("refused", e.finding());
            return "redirect:" + PAGE;
        } finally {
            previews.release();
        }
        model.addAttribute("longest", Reason.LONGEST);
        return "change";
    }

    @PostMapping("/changes/{id}/propose")
    String propose(
            @PathVariable("id") long id,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        return Order.give("propose", () -> changes.propose(id, seat.name(), Reason.of(reason)), PAGE, said);
    }

    @PostMapping("/changes/{id}/{order:approve|reject}")
    String decide(
            @PathVariable("id") long id,
            @PathVariable("order") String order,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        return Order.decide(
                order,
                () -> changes.approve(id, seat.name(), Reason.of(reason)),
                () -> changes.reject(id, seat.name(), Reason.of(reason)),
                PAGE,
                said);
    }
}
