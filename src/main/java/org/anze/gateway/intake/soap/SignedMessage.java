package org.anze.gateway.intake.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayOutputStream;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Element;

/** A message whose signature was found good, and what signed it. Belongs to one request. */
final class SignedMessage {

    private final SOAPMessage message;
    private final SignedParts.Signed signed;

    SignedMessage(SOAPMessage message, SignedParts.Signed signed) {
        this.message = message;
        this.signed = signed;
    }

    /**
     * The signature with all that it covers, as evidence that verifies by itself: the envelope in Canonical XML 1.1, a body that
     * came as MTOM attachment in its place, without what no signature covers.
     */
    PresentedSignature evidence() {
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        try {
            Element envelope =
                    (Element) DOMUtils.getDomElement(message.getSOAPPart().getEnvelope());
            UnsignedParts.drop(envelope, signed.covered());
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N11_WITH_COMMENTS)
                    .canonicalizeSubtree(envelope, canonical);
        } catch (XMLSecurityException | SOAPException e) {
            throw new SenderMustCorrect(SoapProblem.SIGNATURE_INVALID, Location.WHOLE);
        }
        String algorithm = signed.algorithm().substring(signed.algorithm().indexOf('#') + 1);
        return new PresentedSignature.Envelope(
                canonical.toByteArray(), signed.certificate(), algorithm, signed.created());
    }
}
