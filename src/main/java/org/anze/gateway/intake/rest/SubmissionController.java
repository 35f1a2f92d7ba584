package org.anze.gateway.intake.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.DryRunReport;
import org.anze.gateway.intake.DryRuns;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionJson;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.returned.ReturnedProblem;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Channel Adapter for REST. Safe for many threads. */
@RestController
@RequestMapping("/api/v1/submissions")
final class SubmissionController {

    private static final String MESSAGE_ID = "Submission-Id";
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String PRODUCED_AT = "Submission-Produced-At";
    private static final String ORIGIN_SIGNATURE = "Origin-Signature";

    private final IntakeDesk desk;
    private final SubmissionLookup lookup;
    private final Rejects rejects;
    private final MessageIds messageIds;
    private final RestSettings settings;
    private final ProducedAt producedAt;

    SubmissionController(
            IntakeDesk desk,
            SubmissionLookup lookup,
            Rejects rejects,
            MessageIds messageIds,
            RestSettings settings,
            ProducedAt producedAt) {
        this.desk = desk;
        this.lookup = lookup;
        this.rejects = rejects;
        this.messageIds = messageIds;
        this.settings = settings;
        this.producedAt = producedAt;
    }

    @PostMapping(
            consumes = {
                "application/json",
                "application/x-ndjson",
                "application/ndjson",
                "text/csv",
                "text/tab-separated-values",
                "text/plain",
                "application/xml",
                "text/xml",
                "application/zip",
                WORKBOOK,
                "application/vnd.ms-excel"
            })
    ResponseEntity<byte[]> submit(
            @AuthenticationPrincipal Party party,
            @RequestHeader(name = MESSAGE_ID, required = false) @Nullable String header,
            @RequestHeader(name = PRODUCED_AT, required = false) @Nullable String produced,
            @RequestHeader(name = ORIGIN_SIGNATURE, required = false) @Nullable String signature,
            @RequestParam(required = false) @Nullable String mapping,
            @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request)
            throws IOException {
        if (party.intake() == null || !party.intake().rest()) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        producedAt.check(Manner.PUSH, produced);
        String messageId = messageIds.given(header);
        Arrival arrival = new Arrival(
                party,
                Arrival.Channel.REST,
                messageId,
                null,
                mapping,
                dryRun,
                signature == null ? null : PresentedSignature.ofText(signature));
        if (dryRun) {
            return tryOut(arrival, request);
        }
        SubmissionStatus status;
        try (InputStream body = request.getInputStream()) {
            status = desk.process(arrival, body, settings.patience());
        }
        FaultPoints.before(Step.REST_ANSWER, IOException::new);
        return answer(status);
    }

    private ResponseEntity<byte[]> tryOut(Arrival arrival, HttpServletRequest request) throws IOException {
        DryRunReport report;
        try (InputStream body = request.getInputStream()) {
            report = DryRuns.of(desk).tryOut(arrival, body, null);
        }
        if (report.status().refusal() != null) {
            throw new SenderMustCorrect(report.status().refusal(), null);
        }
        return ResponseEntity.ok()
                .header(MESSAGE_ID, arrival.messageId())
                .contentType(MediaType.APPLICATION_JSON)
                .body(report.toJson());
    }

    private static ResponseEntity<byte[]> answer(SubmissionStatus status) {
        if (status.refusal() != null && status.state() == SubmissionStatus.State.REJECTED && status.accepted() == 0) {
            // Nothing of it was taken: whoever looks at the HTTP status alone has to notice. Else the receipt says what
            // was.
            throw new SenderMustCorrect(status.refusal(), null);
        }
        byte[] receipt = status.receipt();
        boolean done = status.state().isFinal();
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(done ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .location(URI.create("/api/v1/submissions/" + status.id()))
                .header(MESSAGE_ID, status.messageId())
                .contentType(MediaType.APPLICATION_JSON);
        return answer.body(done && receipt != null ? receipt : SubmissionJson.of(status));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> status(@AuthenticationPrincipal Party party, @PathVariable String id) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(SubmissionJson.of(find(party, id)));
    }

    @GetMapping("/{id}/receipt")
    ResponseEntity<byte[]> receipt(@AuthenticationPrincipal Party party, @PathVariable String id) {
        byte[] receipt = finished(party, id).receipt();
        if (receipt == null) {
            throw new TryAgainLater(RestProblem.NOT_FINISHED, null);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(receipt);
    }

    /** The second receipt, of a submission of which records had to wait. */
    @GetMapping("/{id}/supplement")
    ResponseEntity<byte[]> supplement(@AuthenticationPrincipal Party party, @PathVariable String id) {
        byte[] supplement = finished(party, id).supplement();
        if (supplement == null) {
            throw new TryAgainLater(RestProblem.NOT_FINISHED, null);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(supplement);
    }

    @GetMapping("/{id}/rejects")
    void rejects(
            @AuthenticationPrincipal Party party,
            @PathVariable String id,
            @RequestParam(defaultValue = "list") RejectsLayout layout,
            @RequestParam(required = false) @Nullable RejectsFormat format,
            HttpServletResponse response)
            throws IOException {
        String submission = finished(party, id).id();
        if (layout == RejectsLayout.own) {
            own(submission, format == RejectsFormat.xlsx, response);
            return;
        }
        RejectsFormat wanted = format == null ? RejectsFormat.csv : format;
        String extension = wanted.name().toLowerCase(Locale.ROOT);
        attach(response, wanted.mediaType, submission + ".rejects." + extension);
        rejects.write(submission, wanted.format, response.getOutputStream());
        response.flushBuffer();
    }

    private void own(String submission, boolean workbook, HttpServletResponse response) throws IOException {
        Rejects.OwnFile file = rejects.own(submission, workbook)
                .orElseThrow(() -> new SenderMustCorrect(ReturnedProblem.NOTHING_TO_RETURN, Location.WHOLE));
        attach(response, file.mediaType(), submission + ".fix." + file.extension());
        file.write(response.getOutputStream());
        response.flushBuffer();
    }

    private static void attach(HttpServletResponse response, String mediaType, String name) {
        response.setContentType(mediaType);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private SubmissionStatus finished(Party party, String id) {
        SubmissionStatus status = find(party, id);
        if (!status.state().isFinal()) {
            throw new TryAgainLater(RestProblem.NOT_FINISHED, null);
        }
        return status;
    }

    private SubmissionStatus find(Party party, String id) {
        return lookup.find(party.id(), id)
                .filter(status -> status.party().equals(party.id()))
                .orElseThrow(() -> new SenderMustCorrect(RestProblem.UNKNOWN_SUBMISSION, Location.WHOLE));
    }

    /** The values of {@code ?layout=}, in the spelling of the interface. */
    enum RejectsLayout {
        list,
        own
    }

    /** The values of {@code ?format=}, in the spelling of the interface. */
    enum RejectsFormat {
        csv(Rejects.Format.CSV, "text/csv;charset=UTF-8"),
        xlsx(Rejects.Format.XLSX, WORKBOOK),
        json(Rejects.Format.JSON, "application/json");

        private final Rejects.Format format;
        private final String mediaType;

        RejectsFormat(Rejects.Format format, String mediaType) {
            this.format = format;
            this.mediaType = mediaType;
        }
    }
}
