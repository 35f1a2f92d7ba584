package org.anze.gateway.intake.soap;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What a verified signature has to be good for. Safe for many threads. */
final class SignedParts {

    private static final Set<String> SIGNATURES = Set.of(
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512");
    private static final Set<String> DIGESTS = Set.of(
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#sha384",
            "http://www.w3.org/2001/04/xmlenc#sha512");
    /** No transform that could cut something out of what it covers. */
    private static final Set<String> TRANSFORMS =
            Set.of("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments");

    private final Duration longestLife;

    SignedParts(Duration longestLife) {
        this.longestLife = longestLife;
    }

    /**
     * What signed body and timestamp.
     *
     * @param algorithm its identifier in XML Signature
     * @param created of the timestamp
     * @param identity of what was signed, whatever the signature looks like
     * @param covered the elements that the signature covers
     */
    record Signed(
            X509Certificate certificate, String algorithm, Instant created, String identity, List<Node> covered) {}

    /** Checks what WSS4J found. */
    Signed check(List<WSHandlerResult> results, Element body) {
        WSSecurityEngineResult signature = only(results, WSConstants.SIGN);
        WSSecurityEngineResult time = only(results, WSConstants.TS);
        Timestamp timestamp = (Timestamp) time.get(WSSecurityEngineResult.TAG_TIMESTAMP);
        X509Certificate certificate = (X509Certificate) signature.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE);
        @SuppressWarnings("unchecked")
        List<WSDataRef> parts = (List<WSDataRef>) signature.get(WSSecurityEngineResult.TAG_DATA_REF_URIS);
        if (certificate == null || parts == null || timestamp == null) {
            throw refusal(SoapProblem.NOT_SIGNED);
        }
        String algorithm = String.valueOf(signature.get(WSSecurityEngineResult.TAG_SIGNATURE_METHOD));
        if (!SIGNATURES.contains(algorithm)) {
            throw refusal(SoapProblem.WEAK_ALGORITHM);
        }
        WSDataRef signedBody = covering(parts, body);
        WSDataRef signedTime = covering(parts, timestamp.getElement());
        Duration life = timestamp.getExpires() == null
                ? longestLife.plusSeconds(1)
                : Duration.between(timestamp.getCreated(), timestamp.getExpires());
        if (life.compareTo(longestLife) > 0) {
            throw refusal(SoapProblem.EXPIRED);
        }
        List<Node> covered = parts.stream()
                .map(part -> (Node) DOMUtils.getDomElement(part.getProtectedElement()))
                .toList();
        String identity = identity(certificate, signedBody, signedTime);
        return new Signed(certificate, algorithm, timestamp.getCreated(), identity, covered);
    }

    private static WSSecurityEngineResult only(List<WSHandlerResult> results, int action) {
        List<WSSecurityEngineResult> found = results.stream()
                .flatMap(result -> result.getActionResults().getOrDefault(action, List.of()).stream())
                .toList();
        if (found.size() != 1) {
            throw refusal(SoapProblem.NOT_SIGNED);
        }
        return found.get(0);
    }

    /** The same element, not one that looks like it or has its id: that is what wrapping attacks offer. */
    private static WSDataRef covering(List<WSDataRef> parts, Element element) {
        Node wanted = DOMUtils.getDomElement(element);
        for (WSDataRef part : parts) {
            Node covered = DOMUtils.getDomElement(part.getProtectedElement());
            if (covered != wanted || part.isContent()) {
                continue;
            }
            List<String> transforms = part.getTransformAlgorithms();
            if (!DIGESTS.contains(part.getDigestAlgorithm())
                    || transforms == null
                    || !TRANSFORMS.containsAll(transforms)) {
                throw refusal(SoapProblem.WEAK_ALGORITHM);
            }
            return part;
        }
        throw refusal(SoapProblem.NOT_SIGNED);
    }

    private static String identity(X509Certificate certificate, WSDataRef body, WSDataRef time) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(certificate.getPublicKey().getEncoded());
            digest.update(body.getDigestValue());
            digest.update(time.getDigestValue());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SenderMustCorrect refusal(SoapProblem kind) {
        return new SenderMustCorrect(kind, Location.WHOLE);
    }
}
