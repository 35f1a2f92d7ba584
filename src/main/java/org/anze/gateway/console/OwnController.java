package org.anze.gateway.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.Submissions.Submission;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.intake.Rejects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What a party's user sees: the submissions of that party, and of no other. What is another's is answered as unknown. */
@Controller
final class OwnController {

    private final Submissions submissions;
    private final Rejects rejects;
    private final AuditLog audit;

    OwnController(Submissions submissions, Rejects rejects, AuditLog audit) {
        this.submissions = submissions;
        this.rejects = rejects;
        this.audit = audit;
    }

    @GetMapping("/own")
    String list(@RequestParam(name = "before", required = false) @Nullable Long before, Seat seat, Model model) {
        List<Submission> page = submissions.of(party(seat), before);
        model.addAttribute("submissions", page);
        model.addAttribute(
                "more",
                page.size() < Submissions.PAGE
                        ? null
                        : page.get(page.size() - 1).seq());
        return "own";
    }

    @GetMapping("/own/submissions/{id}")
    String page(@PathVariable("id") String id, Seat seat, Model model) {
        Submission submission = find(id, seat);
        note(AuditKind.QUERY, seat, submission, "submission shown");
        return SubmissionController.show(submission, submissions, "/own/submissions", model);
    }

    @GetMapping("/own/submissions/{id}/receipt")
    ResponseEntity<byte[]> receipt(@PathVariable("id") String id, Seat seat) {
        Submission submission = find(id, seat);
        byte[] receipt = submissions.receipt(submission.id()).orElseThrow(SubmissionController::unknown);
        note(seat, submission, "receipt downloaded");
        return SubmissionController.attachment(submission.id() + ".receipt.json", MediaType.APPLICATION_JSON)
                .body(receipt);
    }

    @GetMapping("/own/submissions/{id}/rejects")
    void rejects(
            @PathVariable("id") String id,
            @RequestParam(name = "format", defaultValue = "csv") String name,
            Seat seat,
            HttpServletResponse response)
            throws IOException {
        Submission submission = find(id, seat);
        Rejects.Format format = SubmissionController.format(name);
        note(seat, submission, "rejects downloaded as " + name);
        SubmissionController.write(rejects, submission.id(), format, response);
    }

    private void note(Seat seat, Submission submission, String outcome) {
        note(AuditKind.EXPORT, seat, submission, outcome);
    }

    private void note(AuditKind kind, Seat seat, Submission submission, String outcome) {
        String subject = "submission " + submission.id();
        audit.write(new AuditEvent(kind, seat.actor(), null, null, subject, outcome, null));
    }

    private Submission find(String id, Seat seat) {
        String party = party(seat);
        return submissions
                .find(id)
                .filter(submission -> submission.party().equals(party))
                .orElseThrow(SubmissionController::unknown);
    }

    private static String party(Seat seat) {
        if (seat.party() == null) {
            throw SubmissionController.unknown();
        }
        return seat.party();
    }
}
