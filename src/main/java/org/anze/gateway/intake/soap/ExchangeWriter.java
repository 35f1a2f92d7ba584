package org.anze.gateway.intake.soap;

import java.util.Base64;
import java.util.List;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.intake.DryRunReport;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Writes the answers of {@code exchange-v1.xsd} below a given element. */
final class ExchangeWriter {

    static final String NAMESPACE = "urn:anze:exchange:1";

    private ExchangeWriter() {}

    static void tried(Element parent, String name, DryRunReport report) {
        Element element = submission(parent, name, report.status());
        text(element, "report", Base64.getEncoder().encodeToString(report.toJson()));
    }

    /** @param content null when it is too long for an answer */
    static void rejects(Element parent, String name, String mediaType, byte @Nullable [] content, String path) {
        Element element = add(parent, "fetchRejectsResponse");
        text(element, "name", name);
        text(element, "mediaType", mediaType);
        if (content != null) {
            text(element, "content", Base64.getEncoder().encodeToString(content));
        }
        text(element, "path", path);
    }

    static Element submission(Element parent, String name, SubmissionStatus status) {
        Element element = add(parent, name);
        text(element, "id", status.id());
        text(element, "submissionId", status.messageId());
        text(element, "state", status.state().name());
        text(element, "final", status.state().isFinal());
        text(element, "received", status.received());
        text(element, "accepted", status.accepted());
        text(element, "warned", status.warned());
        text(element, "rejected", status.rejected());
        text(element, "duplicate", status.duplicate());
        byte[] receipt = status.receipt();
        if (receipt != null) {
            text(element, "receipt", Base64.getEncoder().encodeToString(receipt));
        }
        if (status.refusal() != null) {
            finding(add(element, "refusal"), status.refusal());
        }
        status.findings().forEach(finding -> finding(add(element, "finding"), finding));
        text(element, "findingsComplete", status.findingsComplete());
        text(element, "parked", status.parked());
        text(element, "skipped", status.skipped());
        byte[] supplement = status.supplement();
        if (supplement != null) {
            text(element, "supplement", Base64.getEncoder().encodeToString(supplement));
        }
        return element;
    }

    static void parcels(Element parent, List<Parcel> parcels, boolean more) {
        Element answer = add(parent, "fetchFeedResponse");
        for (Parcel parcel : parcels) {
            Element element = add(answer, "parcel");
            text(element, "number", parcel.number());
            text(element, "records", parcel.records());
            text(element, "document", Base64.getEncoder().encodeToString(parcel.document()));
            for (Parcel.Rendition rendition : parcel.renditions()) {
                Element beside = text(element, "rendition", Base64.getEncoder().encodeToString(rendition.content()));
                beside.setAttribute("name", rendition.name());
                beside.setAttribute("mediaType", rendition.mediaType());
            }
        }
        text(answer, "more", more);
    }

    static void settled(Element parent, List<Long> numbers) {
        Element answer = add(parent, "acknowledgeFeedResponse");
        numbers.forEach(number -> text(answer, "settled", number));
    }

    static void problem(Element parent, GatewayProblem problem) {
        Element element = add(parent, "problem");
        finding(element, problem.finding());
        if (problem instanceof TryAgainLater later) {
            later.retryAfterSeconds().ifPresent(seconds -> text(element, "retryAfter", seconds));
        }
    }

    private static void finding(Element element, Finding finding) {
        text(element, "code", finding.code());
        text(element, "severity", finding.severity().name());
        if (finding.rule() != null) {
            text(element, "rule", finding.rule());
        }
        if (finding.field() != null) {
            text(element, "field", finding.field());
        }
        if (finding.location().line() > 0) {
            text(element, "line", finding.location().line());
        }
        if (finding.location().column() > 0) {
            text(element, "column", finding.location().column());
        }
        if (finding.location().name() != null) {
            text(element, "name", finding.location().name());
        }
        text(element, "zh", finding.zh());
        text(element, "en", finding.en());
        text(element, "remedyZh", finding.remedyZh());
        text(element, "remedyEn", finding.remedyEn());
    }

    private static Element add(Element parent, String name) {
        Element element = parent.getOwnerDocument().createElementNS(NAMESPACE, name);
        parent.appendChild(element);
        return element;
    }

    private static Element text(Element parent, String name, Object value) {
        Element element = add(parent, name);
        element.setTextContent(String.valueOf(value));
        return element;
    }
}
