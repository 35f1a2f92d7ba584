package org.anze.bench.baseline;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.anze.bench.tls.TlsFiles;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngine;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Checks a message that a baseline delivered, as a recipient would: so that what is measured is a signature. */
public final class MessageVerifier {

    private MessageVerifier() {}

    /**
     * Verifies every signature in the file.
     *
     * @return what was found, for people
     * @throws IOException when one does not hold
     */
    public static String verify(Path message, TlsFiles signer) throws IOException {
        byte[] bytes = Files.readAllBytes(message);
        try {
            return bytes[0] == '<' ? envelope(message, signer) : tokens(Files.readAllLines(message), signer);
        } catch (KeyStoreException
                | JOSEException
                | ParseException
                | ParserConfigurationException
                | SAXException
                | WSSecurityException e) {
            throw new IOException("a delivered message does not verify", e);
        }
    }

    private static String tokens(List<String> lines, TlsFiles signer)
            throws IOException, KeyStoreException, JOSEException, ParseException {
        ECDSAVerifier verifier = new ECDSAVerifier(
                (ECPublicKey) signer.keyStore().getCertificate("own").getPublicKey());
        for (String line : lines) {
            JWSObject token = JWSObject.parse(line);
            if (token.getHeader().getAlgorithm().getName().equals(ChineseSigner.ALGORITHM.getName())) {
                return lines.size() + " JWS with SM2, not verified: the key was in that process alone";
            }
            if (!token.verify(verifier)) {
                throw new IOException("a delivered JWS does not verify");
            }
        }
        return lines.size() + " JWS";
    }

    private static String envelope(Path message, TlsFiles signer)
            throws IOException, ParserConfigurationException, SAXException, WSSecurityException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(message.toFile());
        Merlin crypto = new Merlin();
        crypto.setKeyStore(signer.keyStore());
        crypto.setTrustStore(signer.trustStore());
        List<WSSecurityEngineResult> results = new WSSecurityEngine()
                .processSecurityHeader(document, null, null, crypto)
                .getResults();
        List<String> signed = new ArrayList<>();
        for (WSSecurityEngineResult result : results) {
            if (result.get(WSSecurityEngineResult.TAG_DATA_REF_URIS) instanceof List<?> references) {
                references.forEach(reference ->
                        signed.add(((WSDataRef) reference).getName().getLocalPart()));
            }
        }
        if (!signed.containsAll(List.of("Body", "Timestamp"))) {
            throw new IOException("in a delivered envelope only " + signed + " is signed");
        }
        return "an envelope with body and timestamp signed";
    }
}
