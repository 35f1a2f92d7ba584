package org.anze.gateway.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.Submissions.Submission;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.intake.Rejects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** One submission, its receipt, its rejects and its records. */
@Controller
final class SubmissionController {

    private final Submissions submissions;
    private final Search search;
    private final Rejects rejects;
    private final AuditLog audit;

    SubmissionController(Submissions submissions, Search search, Rejects rejects, AuditLog audit) {
        this.submissions = submissions;
        this.search = search;
        this.rejects = rejects;
        this.audit = audit;
    }

    @GetMapping("/submissions/{id}")
    String page(@PathVariable("id") String id, Seat seat, Model model) {
        Submission submission = find(id);
        note(AuditKind.QUERY, seat, submission.id(), "submission shown");
        return show(submission, submissions, "/submissions", model);
    }

    /** @param base the path under which this reader finds submissions */
    static String show(Submission submission, Submissions submissions, String base, Model model) {
        model.addAttribute("submission", submission);
        model.addAttribute("rejects", submissions.rejects(submission.seq()));
        model.addAttribute("origin", submissions.origin(submission.seq()));
        model.addAttribute("shown", Submissions.FINDINGS_SHOWN);
        model.addAttribute("base", base);
        return "submission";
    }

    @GetMapping("/submissions/{id}/records")
    String records(
            @PathVariable("id") String id,
            @RequestParam(name = "after", required = false) @Nullable Long after,
            Seat seat,
            Model model) {
        Submission submission = find(id);
        note(AuditKind.QUERY, seat, submission.id(), "records listed" + (after == null ? "" : " after " + after));
        model.addAttribute("submission", submission);
        model.addAttribute("group", search.ofSubmission(submission.seq(), after));
        return "submission-records";
    }

    @GetMapping("/submissions/{id}/receipt")
    ResponseEntity<byte[]> receipt(@PathVariable("id") String id, Seat seat) {
        byte[] receipt = submissions.receipt(id).orElseThrow(SubmissionController::unknown);
        note(seat, id, "receipt downloaded");
        return attachment(id + ".receipt.json", MediaType.APPLICATION_JSON).body(receipt);
    }

    /** Written straight into the answer, by this thread: a file of a million lines may take longer than an async limit. */
    @GetMapping("/submissions/{id}/rejects")
    void rejects(
            @PathVariable("id") String id,
            @RequestParam(name = "format", defaultValue = "csv") String name,
            Seat seat,
            HttpServletResponse response)
            throws IOException {
        Submission submission = find(id);
        Rejects.Format format = format(name);
        note(seat, submission.id(), "rejects downloaded as " + name);
        write(rejects, submission.id(), format, response);
    }

    static void write(Rejects rejects, String id, Rejects.Format format, HttpServletResponse response)
            throws IOException {
        String name = format.name().toLowerCase(Locale.ROOT);
        response.setContentType(mediaType(format).toString());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(id + ".rejects." + name));
        rejects.write(id, format, response.getOutputStream());
    }

    private void note(Seat seat, String id, String outcome) {
        note(AuditKind.EXPORT, seat, id, outcome);
    }

    private void note(AuditKind kind, Seat seat, String id, String outcome) {
        audit.write(new AuditEvent(kind, seat.actor(), null, null, "submission " + id, outcome, null));
    }

    private Submission find(String id) {
        return submissions.find(id).orElseThrow(SubmissionController::unknown);
    }

    static Rejects.Format format(String name) {
        for (Rejects.Format format : Rejects.Format.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return format;
            }
        }
        throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }

    private static MediaType mediaType(Rejects.Format format) {
        return switch (format) {
            case CSV -> MediaType.parseMediaType("text/csv;charset=UTF-8");
            case XLSX -> MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            case JSON -> MediaType.APPLICATION_JSON;
        };
    }

    static ResponseEntity.BodyBuilder attachment(String name, MediaType type) {
        return ResponseEntity.ok().contentType(type).header(HttpHeaders.CONTENT_DISPOSITION, disposition(name));
    }

    private static String disposition(String name) {
        return ContentDisposition.attachment().filename(name).build().toString();
    }

    static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
