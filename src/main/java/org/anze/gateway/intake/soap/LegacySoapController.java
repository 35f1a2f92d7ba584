package org.anze.gateway.intake.soap;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Channel Adapter for the SOAP shapes that insurers already have. Whatever is wrong with a message of the right party is told
 * in that party's own envelope and codes, with HTTP 200, because that is what its software looks at. Safe for many threads.
 */
@RestController
final class LegacySoapController {

    static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final MediaType XML = new MediaType("text", "xml", StandardCharsets.UTF_8);

    private final IntakeDesk desk;
    private final SoapSettings settings;
    private final ProducedAt producedAt;

    LegacySoapController(IntakeDesk desk, SoapSettings settings, ProducedAt producedAt) throws IOException {
        this.desk = desk;
        this.settings = settings;
        this.producedAt = producedAt;
        Files.createDirectories(settings.spool());
    }

    @PostMapping(
            path = "/soap/legacy/{address}",
            consumes = {"text/xml", "application/xml", "application/soap+xml"})
    ResponseEntity<byte[]> receive(
            @AuthenticationPrincipal Party party,
            @PathVariable String address,
            @RequestHeader(name = "Submission-Id", required = false) @Nullable String messageId,
            @RequestHeader(name = "Submission-Produced-At", required = false) @Nullable String produced,
            @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request)
            throws IOException {
        if (!party.id().equals(address)) {
            throw new SenderMustCorrect(SoapProblem.FOREIGN_ADDRESS, Location.WHOLE);
        }
        Party.LegacySoap shape = party.intake() == null ? null : party.intake().legacySoap();
        if (shape == null) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        LegacyAnswer answer = new LegacyAnswer(shape);
        try (PayloadSpool payload = new PayloadSpool(settings.spool())) {
            if (messageId != null && !MESSAGE_ID.matcher(messageId).matches()) {
                throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
            }
            producedAt.check(Manner.PUSH, produced);
            String soap = LegacyEnvelope.extract(request.getInputStream(), charset(request), shape, payload);
            return ok(answer.of(soap, handOver(party, shape, messageId, dryRun, payload), dryRun));
        } catch (GatewayProblem problem) {
            ResponseEntity.BodyBuilder said = ResponseEntity.ok().contentType(XML);
            if (problem instanceof TryAgainLater later) {
                later.retryAfterSeconds().ifPresent(seconds -> said.header("Retry-After", String.valueOf(seconds)));
            }
            return said.body(answer.of(LegacyEnvelope.SOAP_11, problem.finding()));
        }
    }

    private SubmissionStatus handOver(
            Party party, Party.LegacySoap shape, @Nullable String messageId, boolean dryRun, PayloadSpool payload)
            throws IOException {
        if (payload.isEmpty()) {
            throw new SenderMustCorrect(SoapProblem.NO_PAYLOAD, Location.WHOLE, shape.payload());
        }
        String identity = messageId != null ? messageId : payload.digestName();
        Arrival arrival = new Arrival(party, Arrival.Channel.SOAP, identity, null, shape.mapping(), dryRun);
        try (InputStream content = payload.content()) {
            return desk.process(arrival, content, settings.patience());
        }
    }

    private static @Nullable String charset(HttpServletRequest request) {
        String type = request.getContentType();
        String charset = type == null ? null : MediaType.parseMediaType(type).getParameter("charset");
        return charset == null ? null : charset.replace("\"", "");
    }

    private static ResponseEntity<byte[]> ok(byte[] envelope) {
        return ResponseEntity.ok().contentType(XML).body(envelope);
    }
}
