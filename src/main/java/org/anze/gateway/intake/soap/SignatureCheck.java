package org.anze.gateway.intake.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.saaj.SAAJInInterceptor;
import org.apache.cxf.binding.soap.saaj.SAAJUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Lets a message pass only when one signature of a party covers its whole body and its timestamp, with algorithms of today,
 * in time, and for the first time. Puts the signer's {@link Party} and the {@link SignedMessage} into the exchange. Safe for many
 * threads.
 *
 * <p>WSS4J verifies; what it leaves open by default is closed here: which elements may stand in the security header at all,
 * what exactly the signature covers, algorithms, lifetime and replay.
 */
final class SignatureCheck extends WSS4JInInterceptor {

    private static final String WSSE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String CRYPTO = "partyAuthorities";

    private final Signers signers;
    private final SignedMessageMemory memory;
    private final SignedParts signedParts;

    SignatureCheck(Signers signers, SoapSettings settings, SignedMessageMemory memory) {
        super(properties(signers, settings));
        this.signers = signers;
        this.memory = memory;
        this.signedParts = new SignedParts(settings.signatureLifetime());
    }

    private static Map<String, Object> properties(Signers signers, SoapSettings settings) {
        Merlin crypto = new Merlin();
        crypto.setTrustStore(trustStore(signers.authorities()));
        Map<String, Object> properties = new HashMap<>();
        properties.put(WSHandlerConstants.ACTION, WSHandlerConstants.TIMESTAMP + " " + WSHandlerConstants.SIGNATURE);
        properties.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, CRYPTO);
        properties.put(CRYPTO, crypto);
        // Whose certificate it is, is asked afterwards and more exactly than by a pattern over the subject.
        properties.put(ConfigurationConstants.SIG_SUBJECT_CERT_CONSTRAINTS, ".*");
        properties.put(ConfigurationConstants.TTL_TIMESTAMP, seconds(settings.signatureLifetime()));
        properties.put(ConfigurationConstants.TTL_FUTURE_TIMESTAMP, seconds(settings.clockSkew()));
        properties.put(ConfigurationConstants.TIMESTAMP_STRICT, "true");
        properties.put(ConfigurationConstants.REQUIRE_TIMESTAMP_EXPIRES, "true");
        properties.put(ConfigurationConstants.IS_BSP_COMPLIANT, "true");
        // A body that travels as MTOM attachment is put back before the digest is taken, so the signature covers it.
        properties.put(ConfigurationConstants.EXPAND_XOP_INCLUDE, "true");
        return properties;
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toSeconds());
    }

    private static KeyStore trustStore(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the trusted authorities cannot be used", e);
        }
    }

    @Override
    public void handleMessage(SoapMessage message) {
        if (isGET(message)) {
            return;
        }
        // We remember replays ourselves, by what was signed; WSS4J's caches would be files on disk.
        message.put(SecurityConstants.ENABLE_TIMESTAMP_CACHE, false);
        message.put(SecurityConstants.ENABLE_NONCE_CACHE, false);
        SAAJInInterceptor.INSTANCE.handleMessage(message);
        try {
            SOAPMessage document = message.getContent(SOAPMessage.class);
            mustHoldOneSignature(document);
            verify(message);
            SignedParts.Signed signed = signedParts.check(results(message), SAAJUtils.getBody(document));
            Party party = signers.find(signed.certificate()).orElseThrow(() -> refusal(SoapProblem.UNKNOWN_SIGNER));
            memory.note(party.id(), signed.identity());
            message.getExchange().put(Party.class, party);
            message.getExchange().put(SignedMessage.class, new SignedMessage(document, signed));
        } catch (SOAPException e) {
            throw refusal(SoapProblem.NO_ENVELOPE);
        }
    }

    /** Anything else in the header would only be there to confuse some processor: assertions, keys, encrypted parts. */
    private static void mustHoldOneSignature(SOAPMessage document) throws SOAPException {
        Element header = SAAJUtils.getHeader(document);
        int securityHeaders = 0;
        int signatures = 0;
        int timestamps = 0;
        int tokens = 0;
        for (Node child = first(header); child != null; child = child.getNextSibling()) {
            if (!is(child, WSSE, "Security")) {
                continue;
            }
            securityHeaders++;
            for (Node part = child.getFirstChild(); part != null; part = part.getNextSibling()) {
                if (is(part, DSIG, "Signature")) {
                    signatures++;
                } else if (is(part, WSU, "Timestamp")) {
                    timestamps++;
                } else if (is(part, WSSE, "BinarySecurityToken")) {
                    tokens++;
                } else if (part.getNodeType() == Node.ELEMENT_NODE) {
                    throw refusal(SoapProblem.SIGNATURE_INVALID);
                }
            }
        }
        if (securityHeaders != 1 || signatures != 1 || timestamps != 1 || tokens > 1) {
            throw refusal(SoapProblem.NOT_SIGNED);
        }
    }

    private static Node first(Element header) {
        return header == null ? null : header.getFirstChild();
    }

    private static boolean is(Node node, String namespace, String name) {
        return node.getNodeType() == Node.ELEMENT_NODE
                && namespace.equals(node.getNamespaceURI())
                && name.equals(node.getLocalName());
    }

    private void verify(SoapMessage message) {
        try {
            super.handleMessage(message);
        } catch (Fault fault) {
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                if (cause instanceof GatewayProblem problem) {
                    throw problem;
                }
                if (cause instanceof WSSecurityException security) {
                    throw refusal(
                            security.getErrorCode() == WSSecurityException.ErrorCode.MESSAGE_EXPIRED
                                    ? SoapProblem.EXPIRED
                                    : SoapProblem.SIGNATURE_INVALID);
                }
            }
            throw refusal(SoapProblem.SIGNATURE_INVALID);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<WSHandlerResult> results(SoapMessage message) {
        Object results = message.get(WSHandlerConstants.RECV_RESULTS);
        return results == null ? List.of() : (List<WSHandlerResult>) results;
    }

    private static SenderMustCorrect refusal(SoapProblem kind) {
        return new SenderMustCorrect(kind, Location.WHOLE);
    }
}
