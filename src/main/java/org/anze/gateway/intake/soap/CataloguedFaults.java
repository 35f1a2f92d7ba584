package org.anze.gateway.intake.soap;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Turns whatever went wrong in a call of {@code /soap/v1} into a fault with the catalogue's code and texts, and into one log
 * line that quotes nothing of the message. Safe for many threads.
 */
final class CataloguedFaults extends AbstractSoapInterceptor implements FaultListener {

    private static final Logger LOG = LoggerFactory.getLogger(CataloguedFaults.class);

    CataloguedFaults() {
        super(Phase.PRE_LOGICAL);
    }

    @Override
    public void handleMessage(SoapMessage message) {
        GatewayProblem problem = problem(message.getContent(Exception.class));
        QName code = problem instanceof SenderMustCorrect
                ? Soap11.getInstance().getSender()
                : Soap11.getInstance().getReceiver();
        Finding finding = problem.finding();
        SoapFault fault = new SoapFault(finding.code() + " " + finding.zh() + " / " + finding.en(), code);
        Document document = DOMUtils.createDocument();
        Element detail = document.createElement("detail");
        document.appendChild(detail);
        ExchangeWriter.problem(detail, problem);
        fault.setDetail(detail);
        if (problem instanceof TryAgainLater later) {
            later.retryAfterSeconds().ifPresent(seconds -> retryAfter(message, seconds));
        }
        message.setContent(Exception.class, fault);
    }

    private static void retryAfter(SoapMessage message, long seconds) {
        Map<String, List<String>> headers = CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
        Map<String, List<String>> all = headers == null ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : headers;
        all.put("Retry-After", List.of(String.valueOf(seconds)));
        message.put(Message.PROTOCOL_HEADERS, all);
    }

    private static GatewayProblem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GatewayProblem problem) {
                return problem;
            }
            if (cause instanceof XMLStreamException broken) {
                javax.xml.stream.Location place = broken.getLocation();
                return new SenderMustCorrect(
                        SoapProblem.MALFORMED,
                        place == null
                                ? Location.WHOLE
                                : new Location(
                                        Math.max(0, place.getLineNumber()),
                                        Math.max(0, place.getColumnNumber()),
                                        null));
            }
        }
        if (failure instanceof SoapFault fault
                && Soap11.getInstance().getSender().equals(fault.getFaultCode())) {
            // CXF itself found no envelope, an unknown version, a header it must understand and does not.
            return new SenderMustCorrect(SoapProblem.NO_ENVELOPE, Location.WHOLE);
        }
        return new TryAgainLater(SoapProblem.OUR_FAULT, failure);
    }

    @Override
    public boolean faultOccurred(Exception exception, String description, Message message) {
        GatewayProblem problem = problem(exception);
        String code = problem.finding().code();
        if (code.equals(SoapProblem.OUR_FAULT.code())) {
            Throwable cause = exception.getCause() == null ? exception : exception.getCause();
            // Messages of strangers' exceptions may quote what was sent; the log gets the trace without them.
            IllegalStateException trace =
                    new IllegalStateException(cause.getClass().getName());
            trace.setStackTrace(cause.getStackTrace());
            LOG.error("unexpected failure of a signed call", trace);
        } else {
            LOG.info("signed call refused: {}", code);
        }
        return false;
    }
}
