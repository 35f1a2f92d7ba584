package org.anze.gateway.console;

import java.util.function.Supplier;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.Parcels.ParcelRow;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.feed.FeedActions;
import org.anze.gateway.party.Parties;
import org.anze.gateway.task.Chosen;
import org.anze.gateway.task.TaskDesk;
import org.anze.gateway.task.TaskKind;
import org.anze.gateway.task.TaskOrder;
import org.anze.gateway.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The parcels of a recipient and what an operator may order about them. Every order is confirmed and given a reason; those
 * about parcels become tasks of one item. */
@Controller
final class ParcelController {

    private final Parcels parcels;
    private final Overview overview;
    private final FeedActions actions;
    private final TaskDesk tasks;
    private final Supplier<Parties> parties;
    private final AuditLog audit;

    ParcelController(
            Parcels parcels,
            Overview overview,
            FeedActions actions,
            TaskDesk tasks,
            Supplier<Parties> parties,
            AuditLog audit) {
        this.parcels = parcels;
        this.overview = overview;
        this.actions = actions;
        this.tasks = tasks;
        this.parties = parties;
        this.audit = audit;
    }

    @GetMapping("/recipients/{recipient}")
    String page(
            @PathVariable("recipient") String recipient,
            @RequestParam(name = "before", required = false) @Nullable Long before,
            Model model) {
        requireRecipient(recipient);
        model.addAttribute("recipient", recipient);
        model.addAttribute("status", overview.recipient(recipient).orElse(null));
        model.addAttribute("page", parcels.page(recipient, before));
        return "recipient";
    }

    /** The question before an order about one parcel. */
    @GetMapping("/recipients/{recipient}/parcels/{number}/{order:resend|release}")
    String ask(
            @PathVariable("recipient") String recipient,
            @PathVariable("number") long number,
            @PathVariable("order") String order,
            Model model) {
        model.addAttribute("parcel", find(recipient, number));
        return question(recipient, order, "/recipients/" + recipient + "/parcels/" + number + "/" + order, model);
    }

    /** The question before an order about a recipient as a whole. */
    @GetMapping("/recipients/{recipient}/{order:pause|resume}")
    String ask(@PathVariable("recipient") String recipient, @PathVariable("order") String order, Model model) {
        requireRecipient(recipient);
        return question(recipient, order, "/recipients/" + recipient + "/" + order, model);
    }

    @PostMapping("/recipients/{recipient}/parcels/{number}/{order:resend|release}")
    String order(
            @PathVariable("recipient") String recipient,
            @PathVariable("number") long number,
            @PathVariable("order") String order,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        find(recipient, number);
        String why = Reason.of(reason);
        if (why.isEmpty()) {
            said.addFlashAttribute("unreasoned", true);
            return "redirect:/recipients/" + recipient + "/parcels/" + number + "/" + order;
        }
        TaskKind kind = order.equals("resend") ? TaskKind.RESEND : TaskKind.RELEASE;
        TaskOrder one = new TaskOrder(kind, recipient, new Chosen.Numbers(number, number), why);
        return Order.give(
                order,
                () -> {
                    long task = tasks.order(seat.actor(), one);
                    said.addFlashAttribute("task", task);
                    said.addFlashAttribute(
                            "waits",
                            tasks.find(task)
                                    .filter(known -> known.state() == TaskState.PROPOSED)
                                    .isPresent());
                },
                "/recipients/" + recipient,
                said);
    }

    @PostMapping("/recipients/{recipient}/{order:pause|resume}")
    String order(
            @PathVariable("recipient") String recipient,
            @PathVariable("order") String order,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        requireRecipient(recipient);
        String why = Reason.of(reason);
        if (why.isEmpty()) {
            said.addFlashAttribute("unreasoned", true);
            return "redirect:/recipients/" + recipient + "/" + order;
        }
        note(seat, order, recipient, why);
        if (order.equals("pause")) {
            actions.pause(recipient, why);
        } else {
            actions.resume(recipient);
        }
        said.addFlashAttribute("done", order);
        return "redirect:/recipients/" + recipient;
    }

    /** Before it is done: an order that fails was given all the same. */
    private void note(Seat seat, String order, String target, String reason) {
        audit.write(new AuditEvent(AuditKind.OPERATION, seat.actor(), null, null, target, "ordered: " + order, reason));
    }

    private String question(String recipient, String order, String target, Model model) {
        model.addAttribute("recipient", recipient);
        model.addAttribute("order", order);
        model.addAttribute("target", target);
        model.addAttribute("longest", Reason.LONGEST);
        return "confirm";
    }

    private ParcelRow find(String recipient, long number) {
        requireRecipient(recipient);
        return parcels.find(recipient, number).orElseThrow(ParcelController::unknown);
    }

    /** Also keeps anything but a party's id out of the addresses that are built from it. */
    private void requireRecipient(String recipient) {
        boolean known = parties.get().find(recipient).isPresent()
                || parties.get().broken().containsKey(recipient)
                || overview.recipient(recipient).isPresent();
        if (!known) {
            throw unknown();
        }
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
