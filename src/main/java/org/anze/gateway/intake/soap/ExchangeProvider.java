package org.anze.gateway.intake.soap;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.w3c.dom.Element;

/** The contract-first service: reads the signed body's operation and answers it. Safe for many threads. */
@WebServiceProvider(
        targetNamespace = ExchangeWriter.NAMESPACE,
        serviceName = "ExchangeService",
        portName = "ExchangePort",
        wsdlLocation = "classpath:org/anze/gateway/intake/soap/exchange-v1.wsdl")
@ServiceMode(Service.Mode.MESSAGE)
final class ExchangeProvider implements Provider<SOAPMessage> {

    private final SubmissionCalls submissions;
    private final FeedCalls feed;

    ExchangeProvider(SubmissionCalls submissions, FeedCalls feed) {
        this.submissions = submissions;
        this.feed = feed;
    }

    @Override
    public SOAPMessage invoke(SOAPMessage request) {
        Party party = PhaseInterceptorChain.getCurrentMessage().getExchange().get(Party.class);
        SignedMessage signed =
                PhaseInterceptorChain.getCurrentMessage().getExchange().get(SignedMessage.class);
        if (party == null || signed == null || request == null) {
            throw new SenderMustCorrect(SoapProblem.NOT_SIGNED, Location.WHOLE);
        }
        try {
            ExchangeReader operation = ExchangeReader.operation(request.getSOAPBody());
            SOAPMessage answer =
                    MessageFactory.newInstance(SOAPConstants.SOAP_1_1_PROTOCOL).createMessage();
            answer.getSOAPHeader().detachNode();
            call(party, signed, operation, answer.getSOAPBody());
            return answer;
        } catch (SOAPException e) {
            throw new IllegalStateException("an answer in memory cannot fail to be made", e);
        }
    }

    private void call(Party party, SignedMessage signed, ExchangeReader operation, Element answer) {
        switch (operation.name()) {
            case "submit" -> submissions.submit(party, signed, operation, answer);
            case "querySubmission" -> submissions.query(party, operation, answer);
            case "fetchRejects" -> submissions.rejects(party, operation, answer);
            case "fetchFeed" -> feed.fetch(party, operation, answer);
            case "acknowledgeFeed" -> feed.acknowledge(party, operation, answer);
            default ->
                throw new SenderMustCorrect(SoapProblem.WRONG_OPERATION, Location.WHOLE, ExchangeReader.OPERATIONS);
        }
    }
}
