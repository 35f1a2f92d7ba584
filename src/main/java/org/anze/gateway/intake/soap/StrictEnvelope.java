package org.anze.gateway.intake.soap;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.cxf.interceptor.StaxInInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Lets the parts of a SOAP 1.1 envelope stand in their places only. Signature wrapping hides the signed {@code Body} somewhere
 * in a header and counts on the readers of a message to disagree about which is meant; here there is never more than one.
 * Safe for many threads.
 */
final class StrictEnvelope extends AbstractPhaseInterceptor<Message> {

    StrictEnvelope() {
        super(Phase.POST_STREAM);
        addAfter(StaxInInterceptor.class.getName());
    }

    @Override
    public void handleMessage(Message message) {
        XMLStreamReader reader = message.getContent(XMLStreamReader.class);
        if (reader != null) {
            message.setContent(XMLStreamReader.class, new Places(reader));
        }
    }

    /** Counts depth as elements come; belongs to one message. */
    private static final class Places extends StreamReaderDelegate {
        private int depth;
        private boolean header;
        private boolean body;

        Places(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                check();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.DTD) {
                throw refusal(SoapProblem.DOCUMENT_TYPE);
            }
            return event;
        }

        @Override
        public int nextTag() throws XMLStreamException {
            int event = next();
            while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
                boolean skipped = event == XMLStreamConstants.SPACE
                        || event == XMLStreamConstants.COMMENT
                        || event == XMLStreamConstants.PROCESSING_INSTRUCTION
                        || event == XMLStreamConstants.CHARACTERS && isWhiteSpace();
                if (!skipped) {
                    throw new XMLStreamException("an element was expected", getLocation());
                }
                event = next();
            }
            return event;
        }

        private void check() {
            boolean soap = LegacyEnvelope.SOAP_11.equals(getNamespaceURI());
            String name = getLocalName();
            boolean inPlace =
                    switch (depth) {
                        case 1 -> soap && name.equals("Envelope");
                        case 2 -> soap && (name.equals("Header") && !header && !body || name.equals("Body") && !body);
                        default -> !soap;
                    };
            header |= depth == 2 && name.equals("Header");
            body |= depth == 2 && name.equals("Body");
            if (!inPlace) {
                throw refusal(SoapProblem.NO_ENVELOPE);
            }
        }

        private SenderMustCorrect refusal(SoapProblem kind) {
            int line = Math.max(0, getLocation().getLineNumber());
            int column = Math.max(0, getLocation().getColumnNumber());
            return new SenderMustCorrect(kind, new Location(line, column, null));
        }
    }
}
