package org.anze.gateway.intake.soap;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/** The answer in a party's own envelope and in its own codes. Safe for many threads. */
final class LegacyAnswer {

    private static final WstxOutputFactory XML = new WstxOutputFactory();
    private static final String DEFAULT = "default";

    private final Party.LegacySoap shape;

    LegacyAnswer(Party.LegacySoap shape) {
        this.shape = shape;
    }

    /**
     * Success only when the submission is final and no record of it was rejected or waits.
     *
     * @param dryRun whether it was only tried
     */
    byte[] of(String soap, SubmissionStatus status, boolean dryRun) {
        String tried = dryRun ? "试报，未入账：" : "";
        String skipped = status.skipped() > 0 ? "，按映射略过 " + status.skipped() + " 条" : "";
        if (status.state() == SubmissionStatus.State.ACCEPTED) {
            return envelope(soap, shape.success(), tried + "已接受 " + status.received() + " 条" + skipped);
        }
        if (!status.state().isFinal()) {
            return of(soap, Finding.of(SoapProblem.STILL_PROCESSING, null, null, Location.WHOLE, status.id()));
        }
        Optional<Finding> first = status.refusal() != null
                ? Optional.of(status.refusal())
                : status.findings().stream().filter(Finding::rejects).findFirst();
        String waiting = status.parked() > 0 ? "，等待所引用的记录 " + status.parked() + " 条" : "";
        String counts = tried + "接受 " + status.accepted() + " 条，拒收 " + status.rejected() + " 条" + waiting + skipped;
        return first.map(finding -> envelope(soap, code(finding), counts + "；" + sentence(finding)))
                .orElseGet(() -> envelope(soap, shape.codes().getOrDefault(DEFAULT, ""), counts));
    }

    byte[] of(String soap, Finding finding) {
        return envelope(soap, code(finding), sentence(finding));
    }

    private String code(Finding finding) {
        String code = finding.code();
        String area = code.substring(0, Math.max(0, code.indexOf('-')));
        String fallback = shape.codes().getOrDefault(DEFAULT, "");
        return shape.codes().getOrDefault(code, shape.codes().getOrDefault(area, fallback));
    }

    private static String sentence(Finding finding) {
        String line = finding.location().line() > 0 ? "（第 " + finding.location().line() + " 行）" : "";
        return finding.code() + " " + finding.zh() + line;
    }

    private byte[] envelope(String soap, String code, String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("soapenv", "Envelope", soap);
            xml.writeNamespace("soapenv", soap);
            xml.writeStartElement("soapenv", "Body", soap);
            if (shape.namespace() == null || shape.namespace().isEmpty()) {
                xml.writeStartElement(shape.response());
            } else {
                xml.writeStartElement("ns", shape.response(), shape.namespace());
                xml.writeNamespace("ns", shape.namespace());
            }
            writeFields(xml, code, message);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("an answer in memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** The two paths may share their first elements, {@code return/code} and {@code return/message}. */
    private void writeFields(XMLStreamWriter xml, String code, String message) throws XMLStreamException {
        List<String> codePath = List.of(shape.answer().split("/"));
        List<String> messagePath = path(shape.message());
        int shared = 0;
        while (shared < codePath.size() - 1
                && shared < messagePath.size() - 1
                && codePath.get(shared).equals(messagePath.get(shared))) {
            xml.writeStartElement(codePath.get(shared));
            shared++;
        }
        writeText(xml, codePath.subList(shared, codePath.size()), code);
        if (!messagePath.isEmpty()) {
            writeText(xml, messagePath.subList(shared, messagePath.size()), message);
        }
    }

    private static List<String> path(@Nullable String path) {
        return path == null || path.isEmpty() ? List.of() : List.of(path.split("/"));
    }

    private static void writeText(XMLStreamWriter xml, List<String> path, String text) throws XMLStreamException {
        for (String name : path) {
            xml.writeStartElement(name);
        }
        xml.writeCharacters(text);
        for (int i = 0; i < path.size(); i++) {
            xml.writeEndElement();
        }
    }
}
