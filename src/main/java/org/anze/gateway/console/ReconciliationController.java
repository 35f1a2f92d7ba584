package org.anze.gateway.console;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.reconcile.DailySheets;
import org.anze.gateway.reconcile.DayFigures;
import org.anze.gateway.reconcile.ReconcileOverview;
import org.anze.gateway.task.Chosen;
import org.anze.gateway.task.TaskDesk;
import org.anze.gateway.task.TaskKind;
import org.anze.gateway.task.TaskOrder;
import org.anze.gateway.task.TaskProblem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A day's reconciliation: the counts and equations of all parties for the operator, those of its own party for a party's user,
 * who may also fetch the signed sheet. No key and no value of a record. What a comparison calls for is ordered as a task.
 */
@Controller
final class ReconciliationController {

    private static final MediaType XLSX =
            MediaType.valueOf("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final ReconcileOverview reconciliation;
    private final TaskDesk tasks;
    private final AuditLog audit;
    private final Clock clock;

    ReconciliationController(ReconcileOverview reconciliation, TaskDesk tasks, AuditLog audit, Clock clock) {
        this.reconciliation = reconciliation;
        this.tasks = tasks;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/reconciliation")
    String page(@RequestParam(name = "day", defaultValue = "") String text, Seat seat, Model model) {
        LocalDate day = day(text);
        List<DayFigures> figures =
                seat.party() == null ? reconciliation.all(day) : List.of(reconciliation.of(seat.party(), day));
        model.addAttribute("day", day);
        model.addAttribute("figures", figures);
        model.addAttribute("own", seat.party() != null);
        model.addAttribute(
                "compared",
                reconciliation.compared(
                        day, figures.stream().map(DayFigures::party).toList()));
        model.addAttribute("longest", Reason.LONGEST);
        return "reconciliation";
    }

    /** Plans one task that sends again what a comparison calls for; it is started on its own page, by the rules of tasks. */
    @PostMapping("/reconciliation/{id}/resend")
    String resend(
            @PathVariable("id") long id,
            @RequestParam(name = "day", defaultValue = "") String text,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        try {
            List<ReconcileOverview.ParcelToResend> parcels = reconciliation.toResend(id);
            if (parcels.isEmpty()) {
                throw new SenderMustCorrect(TaskProblem.NOTHING, Location.WHOLE);
            }
            Chosen numbers = new Chosen.Listed(parcels.stream()
                    .map(ReconcileOverview.ParcelToResend::number)
                    .toList());
            long task = tasks.plan(
                    seat.actor(),
                    new TaskOrder(TaskKind.RESEND, parcels.get(0).recipient(), numbers, Reason.of(reason)));
            said.addFlashAttribute("done", "plan");
            return "redirect:/tasks/" + task;
        } catch (GatewayProblem refused) {
            said.addFlashAttribute("refused", refused.finding());
            return "redirect:/reconciliation?day=" + day(text);
        }
    }

    @GetMapping("/reconciliation/sheet")
    ResponseEntity<byte[]> sheet(
            @RequestParam(name = "day", defaultValue = "") String text,
            @RequestParam(name = "format", defaultValue = "json") String format,
            Seat seat) {
        if (seat.party() == null || !format.equals("json") && !format.equals("xlsx")) {
            throw SubmissionController.unknown();
        }
        LocalDate day = day(text);
        DailySheets.Sheet sheet = reconciliation.sheet(seat.party(), day);
        String name = "reconciliation-" + seat.party() + "-" + day + "." + format;
        audit.write(new AuditEvent(
                AuditKind.EXPORT,
                seat.actor(),
                null,
                null,
                "reconciliation sheet " + day,
                "downloaded as " + format,
                null));
        return format.equals("json")
                ? SubmissionController.attachment(name, MediaType.APPLICATION_JSON)
                        .body(sheet.document())
                : SubmissionController.attachment(name, XLSX).body(sheet.workbook());
    }

    /** The day that is asked for; today in China when none is, and for one that has not begun or is none. */
    private LocalDate day(String text) {
        LocalDate today = ReconcileOverview.today(clock);
        try {
            LocalDate asked = text.isEmpty() ? today : LocalDate.parse(text);
            return asked.isAfter(today) ? today : asked;
        } catch (DateTimeParseException e) {
            return today;
        }
    }
}
