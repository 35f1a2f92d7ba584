package org.anze.gateway.intake.soap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.util.WSTimeSource;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** A SOAP message signed as a party should, or bent on purpose. */
final class SignedEnvelope {

    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

    private final String body;
    private final PkiLayout.PartyKeys keys;
    private SampleAuthority.@Nullable Issued other;
    private boolean signBody = true;
    private boolean signTimestamp = true;
    private boolean withTimestamp = true;
    private int secondsToLive = 120;
    private Instant created = Instant.now();
    private String digest = WSConstants.SHA256;
    private String algorithm = ECDSA_SHA256;

    SignedEnvelope(PkiLayout layout, String party, String body) {
        this.keys = layout.demoKeys(party);
        this.body = body;
    }

    static String unsigned(String body) {
        return "<soapenv:Envelope xmlns:soapenv=\"" + SOAP + "\"><soapenv:Header/><soapenv:Body>" + body
                + "</soapenv:Body></soapenv:Envelope>";
    }

    SignedEnvelope withoutBody() {
        signBody = false;
        return this;
    }

    SignedEnvelope withoutSignedTimestamp() {
        signTimestamp = false;
        return this;
    }

    SignedEnvelope withoutTimestamp() {
        withTimestamp = false;
        signTimestamp = false;
        return this;
    }

    SignedEnvelope created(Instant instant) {
        created = instant;
        return this;
    }

    SignedEnvelope secondsToLive(int seconds) {
        secondsToLive = seconds;
        return this;
    }

    SignedEnvelope digest(String uri) {
        digest = uri;
        return this;
    }

    /** By another key and certificate of the party. */
    SignedEnvelope by(SampleAuthority.Issued issued) {
        other = issued;
        return this;
    }

    SignedEnvelope algorithm(String uri) {
        algorithm = uri;
        return this;
    }

    Merlin crypto() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey key = other == null ? Pem.privateKey(keys.key()) : other.key();
        Certificate certificate = other == null ? Pem.certificate(keys.certificate()) : other.certificate();
        store.setKeyEntry("own", key, "in-memory".toCharArray(), new Certificate[] {certificate});
        Merlin crypto = new Merlin();
        crypto.setKeyStore(store);
        return crypto;
    }

    Document document() throws Exception {
        WSSConfig.init();
        Document document = parse(unsigned(body));
        WSSecHeader header = new WSSecHeader(document);
        header.insertSecurityHeader();
        List<WSEncryptionPart> parts = new ArrayList<>();
        if (withTimestamp) {
            WSSecTimestamp timestamp = new WSSecTimestamp(header);
            timestamp.setTimeToLive(secondsToLive);
            timestamp.setWsTimeSource(new WSTimeSource() {
                @Override
                public Instant now() {
                    return created;
                }
            });
            timestamp.build();
        }
        if (signBody) {
            parts.add(new WSEncryptionPart("Body", SOAP, "Element"));
        }
        if (signTimestamp) {
            parts.add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
        }
        if (!parts.isEmpty()) {
            WSSecSignature signature = new WSSecSignature(header);
            signature.setUserInfo("own", "in-memory");
            signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
            signature.setSignatureAlgorithm(algorithm);
            signature.setDigestAlgo(digest);
            signature.getParts().addAll(parts);
            signature.build(crypto());
        }
        return document;
    }

    byte[] bytes() throws Exception {
        return bytes(document());
    }

    static byte[] bytes(Document document) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        transformer.transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }

    static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
