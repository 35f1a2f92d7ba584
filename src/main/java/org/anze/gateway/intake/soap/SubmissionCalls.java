package org.anze.gateway.intake.soap;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The operations {@code submit} and {@code querySubmission}. Safe for many threads. */
final class SubmissionCalls {

    private final IntakeDesk desk;
    private final SubmissionLookup lookup;
    private final SoapSettings settings;

    SubmissionCalls(IntakeDesk desk, SubmissionLookup lookup, SoapSettings settings) {
        this.desk = desk;
        this.lookup = lookup;
        this.settings = settings;
    }

    void submit(Party party, ExchangeReader request, Element answer) {
        if (party.intake() == null || !party.intake().soap()) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        String messageId = request.text("submissionId");
        if (!LegacySoapController.MESSAGE_ID.matcher(messageId).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
        Arrival arrival =
                new Arrival(party, Arrival.Channel.SOAP, messageId, null, mapping(request), request.isTrue("dryRun"));
        SubmissionStatus status = desk.receive(arrival, new ByteArrayInputStream(payload(request)));
        if (!status.state().isFinal()) {
            status = desk.await(status.id(), settings.patience());
        }
        ExchangeWriter.submission(answer, "submitResponse", status);
    }

    private static @Nullable String mapping(ExchangeReader request) {
        String mapping = request.textOrNull("mapping");
        String recordType = request.textOrNull("recordType");
        if (mapping != null && recordType != null) {
            throw ExchangeReader.refusal("recordType");
        }
        return recordType == null ? mapping : "canonical-" + recordType;
    }

    private static byte[] payload(ExchangeReader request) {
        Optional<ExchangeReader> payload = request.one("payload");
        Optional<ExchangeReader> text = request.one("text");
        if (payload.isPresent() == text.isPresent()) {
            throw ExchangeReader.refusal("payload");
        }
        if (text.isPresent()) {
            return text.get().text().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(payload.get().text());
        } catch (IllegalArgumentException e) {
            throw ExchangeReader.refusal("payload");
        }
    }

    void query(Party party, ExchangeReader request, Element answer) {
        SubmissionStatus status = lookup.find(party.id(), request.text("submission"))
                .filter(found -> found.party().equals(party.id()))
                .orElseThrow(() -> new SenderMustCorrect(SoapProblem.UNKNOWN_SUBMISSION, Location.WHOLE));
        ExchangeWriter.submission(answer, "querySubmissionResponse", status);
    }
}
