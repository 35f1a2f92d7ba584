package org.anze.gateway.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.task.Chosen;
import org.anze.gateway.task.Task;
import org.anze.gateway.task.TaskDesk;
import org.anze.gateway.task.TaskItem;
import org.anze.gateway.task.TaskKind;
import org.anze.gateway.task.TaskOrder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Operating tasks: the operator plans and starts, the system administrator is the second person, the auditor takes what was
 * exported. Each step is in the audit log by {@link TaskDesk}.
 */
@Controller
final class TasksController {

    private static final int SHOWN = 200;
    private static final int ITEMS_SHOWN = 100;

    private final TaskDesk tasks;
    private final Submissions submissions;

    TasksController(TaskDesk tasks, Submissions submissions) {
        this.tasks = tasks;
        this.submissions = submissions;
    }

    @GetMapping("/tasks")
    String list(Model model) {
        model.addAttribute("tasks", tasks.newest(SHOWN));
        model.addAttribute("settings", tasks.settings());
        model.addAttribute("kinds", TaskKind.values());
        model.addAttribute("types", RecordType.values());
        model.addAttribute("purposes", Purpose.values());
        model.addAttribute("longest", Reason.LONGEST);
        return "tasks";
    }

    /**
     * What somebody typed about a new task; all of it may be empty.
     *
     * @param from first number
     * @param fromDay first day
     */
    record Form(
            String kind,
            String party,
            String from,
            String to,
            String fromDay,
            String toDay,
            String submission,
            String type,
            String purpose,
            String rate,
            String reason) {}

    @PostMapping("/tasks")
    String plan(@ModelAttribute Form form, Seat seat, RedirectAttributes said) {
        Optional<TaskOrder> order = order(form);
        if (order.isEmpty()) {
            said.addFlashAttribute("malformed", true);
            return "redirect:/tasks";
        }
        try {
            long id = tasks.plan(seat.actor(), order.get());
            said.addFlashAttribute("done", "plan");
            return "redirect:/tasks/" + id;
        } catch (GatewayProblem refused) {
            said.addFlashAttribute("refused", refused.finding());
            return "redirect:/tasks";
        }
    }

    private Optional<TaskOrder> order(Form form) {
        try {
            TaskKind kind = TaskKind.valueOf(text(form.kind));
            boolean export = kind == TaskKind.EXPORT;
            return chosen(kind, form)
                    .map(chosen -> new TaskOrder(
                            kind,
                            text(form.party),
                            chosen,
                            export ? RecordType.byCode(text(form.type)).orElse(null) : null,
                            export ? Purpose.valueOf(text(form.purpose)) : null,
                            text(form.rate).isEmpty() ? null : Integer.valueOf(text(form.rate)),
                            Reason.of(String.valueOf(form.reason == null ? "" : form.reason))));
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not a kind, a number or a day; the page says so.
            return Optional.empty();
        }
    }

    private Optional<Chosen> chosen(TaskKind kind, Form form) {
        boolean hasSubmission = !text(form.submission).isEmpty();
        boolean hasNumbers = !text(form.from).isEmpty() || !text(form.to).isEmpty();
        boolean hasDays = !text(form.fromDay).isEmpty() || !text(form.toDay).isEmpty();
        long given = Stream.of(hasSubmission, hasNumbers, hasDays)
                .filter(Boolean::booleanValue)
                .count();
        boolean isOfTheKind = kind == TaskKind.REMAP ? !hasNumbers : !hasSubmission;
        if (given != 1 || !isOfTheKind) {
            // Which of them was meant, nobody may guess: a number of one kind is an entirely different thing in
            // another.
            return Optional.empty();
        }
        if (hasSubmission) {
            return submissions
                    .find(text(form.submission))
                    .map(submission -> new Chosen.Listed(List.of(submission.seq())));
        }
        if (hasNumbers) {
            long from = Long.parseLong(text(form.from));
            return Optional.of(
                    new Chosen.Numbers(from, text(form.to).isEmpty() ? from : Long.parseLong(text(form.to))));
        }
        LocalDate from = LocalDate.parse(text(form.fromDay));
        return Optional.of(
                new Chosen.Days(from, text(form.toDay).isEmpty() ? from : LocalDate.parse(text(form.toDay))));
    }

    private static String text(String value) {
        return value == null ? "" : SearchTerms.clean(value);
    }

    @GetMapping("/tasks/{id}")
    String page(
            @PathVariable("id") long id, @RequestParam(name = "after", defaultValue = "0") long after, Model model) {
        fill(id, after, model);
        return "task";
    }

    /** Looks what would happen; no effect. */
    @PostMapping("/tasks/{id}/forecast")
    String forecast(@PathVariable("id") long id, Model model) {
        fill(id, 0, model);
        try {
            model.addAttribute("forecast", tasks.forecast(id));
        } catch (GatewayProblem refused) {
            model.addAttribute("refused", refused.finding());
        }
        return "task";
    }

    private void fill(long id, long after, Model model) {
        Task task = tasks.find(id).orElseThrow(SubmissionController::unknown);
        List<TaskItem> items = tasks.items(id, after, ITEMS_SHOWN);
        model.addAttribute("task", task);
        model.addAttribute("items", items);
        model.addAttribute(
                "more",
                items.size() < ITEMS_SHOWN ? null : items.get(items.size() - 1).position());
    }

    @PostMapping("/tasks/{id}/{order:start|pause|resume|cancel}")
    String order(@PathVariable("id") long id, @PathVariable("order") String order, Seat seat, RedirectAttributes said) {
        return Order.give(
                order,
                () -> {
                    switch (order) {
                        case "start" -> tasks.start(id, seat.actor());
                        case "pause" -> tasks.pause(id, seat.actor());
                        case "resume" -> tasks.resume(id, seat.actor());
                        default -> tasks.cancel(id, seat.actor());
                    }
                },
                "/tasks/" + id,
                said);
    }

    @PostMapping("/tasks/{id}/{order:approve|reject}")
    String decide(
            @PathVariable("id") long id, @PathVariable("order") String order, Seat seat, RedirectAttributes said) {
        return Order.decide(
                order,
                () -> tasks.approve(id, seat.actor()),
                () -> tasks.reject(id, seat.actor()),
                "/tasks/" + id,
                said);
    }

    /** Written straight into the answer, by this thread: it may be large. */
    @GetMapping("/tasks/{id}/export")
    void export(@PathVariable("id") long id, Seat seat, HttpServletResponse response) throws IOException {
        try {
            tasks.exports().require(id);
        } catch (SenderMustCorrect e) {
            response.sendRedirect("/tasks/" + id);
            return;
        }
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("task-" + id + ".zip")
                        .build()
                        .toString());
        tasks.exports().write(id, seat.actor(), response.getOutputStream());
    }
}
