package org.anze.gateway.intake.soap;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.DryRuns;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.returned.ReturnedProblem;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The operations {@code submit}, {@code querySubmission} and {@code fetchRejects}. Safe for many threads. */
final class SubmissionCalls {

    private final IntakeDesk desk;
    private final SubmissionLookup lookup;
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "csv", "text/csv",
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "json", "application/json");

    private final Rejects rejects;
    private final SoapSettings settings;

    SubmissionCalls(IntakeDesk desk, SubmissionLookup lookup, Rejects rejects, SoapSettings settings) {
        this.desk = desk;
        this.lookup = lookup;
        this.rejects = rejects;
        this.settings = settings;
    }

    void submit(Party party, SignedMessage signed, ExchangeReader request, Element answer) {
        if (party.intake() == null || !party.intake().soap()) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        String messageId = request.text("submissionId");
        if (!LegacySoapController.MESSAGE_ID.matcher(messageId).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
        boolean dryRun = request.isTrue("dryRun");
        Arrival arrival = new Arrival(
                party,
                Arrival.Channel.SOAP,
                messageId,
                null,
                mapping(request),
                dryRun,
                dryRun ? null : signed.evidence());
        ByteArrayInputStream payload = new ByteArrayInputStream(payload(request));
        if (arrival.dryRun()) {
            ExchangeWriter.tried(answer, "submitResponse", DryRuns.of(desk).tryOut(arrival, payload, null));
            return;
        }
        SubmissionStatus status = desk.process(arrival, payload, settings.patience());
        ExchangeWriter.submission(answer, "submitResponse", status);
    }

    private static @Nullable String mapping(ExchangeReader request) {
        String mapping = request.textOrNull("mapping");
        String recordType = request.textOrNull("recordType");
        if (mapping != null && recordType != null) {
            throw ExchangeReader.refusal("recordType");
        }
        if (mapping == null && recordType == null) {
            return request.local("records")
                    .map(records -> "canonical-" + records.getAttribute("type") + "-xml")
                    .orElse(null);
        }
        return recordType == null ? mapping : "canonical-" + recordType;
    }

    private static byte[] payload(ExchangeReader request) {
        Optional<ExchangeReader> payload = request.one("payload");
        Optional<ExchangeReader> text = request.one("text");
        Optional<Element> records = request.local("records");
        if (Stream.of(payload, text, records).filter(Optional::isPresent).count() != 1) {
            throw ExchangeReader.refusal("payload");
        }
        if (records.isPresent()) {
            return XmlText.of(records.get());
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
        ExchangeWriter.submission(answer, "querySubmissionResponse", find(party, request));
    }

    private SubmissionStatus find(Party party, ExchangeReader request) {
        return lookup.find(party.id(), request.text("submission"))
                .filter(found -> found.party().equals(party.id()))
                .orElseThrow(() -> new SenderMustCorrect(SoapProblem.UNKNOWN_SUBMISSION, Location.WHOLE));
    }

    void rejects(Party party, ExchangeReader request, Element answer) {
        SubmissionStatus status = find(party, request);
        if (!status.state().isFinal()) {
            throw new TryAgainLater(SoapProblem.STILL_PROCESSING, null, status.id());
        }
        String format = request.one("format").map(ExchangeReader::text).orElse("csv");
        String layout = request.one("layout").map(ExchangeReader::text).orElse("list");
        String path = "/api/v1/submissions/" + status.id() + "/rejects?layout=" + layout + "&format=" + format;
        if (layout.equals("own")) {
            Rejects.OwnFile file = rejects.own(status.id(), format.equals("xlsx"))
                    .orElseThrow(() -> new SenderMustCorrect(ReturnedProblem.NOTHING_TO_RETURN, Location.WHOLE));
            String name = status.id() + ".fix." + file.extension();
            ExchangeWriter.rejects(answer, name, file.mediaType(), BoundedFile.of(file::write), path);
            return;
        }
        Rejects.Format wanted =
                switch (format) {
                    case "csv" -> Rejects.Format.CSV;
                    case "xlsx" -> Rejects.Format.XLSX;
                    case "json" -> Rejects.Format.JSON;
                    default -> throw ExchangeReader.refusal("format");
                };
        if (!layout.equals("list")) {
            throw ExchangeReader.refusal("layout");
        }
        ExchangeWriter.rejects(
                answer,
                status.id() + ".rejects." + format,
                MEDIA_TYPES.get(format),
                BoundedFile.of(out -> rejects.write(status.id(), wanted, out)),
                path);
    }
}
