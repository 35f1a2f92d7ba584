package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.xml.XMLConstants;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilterParameterSpec;
import org.anze.gateway.Executables;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.routing.http.MemoryDesk;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.apache.wss4j.dom.WSConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What is kept of a signed message verifies by itself, and what a signature may not consist of is refused. */
class SignedEvidenceTest {

    private static final String EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE;
    private static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

    @TempDir
    Path folder;

    private final PartyDoor door = PartyDoor.open();
    private final MemoryDesk desk = door.desk();

    private PartyClient.Answer post(byte[] message) throws IOException {
        return PartyClient.withCertificate(door.uri(), door.tls().anonymousClient())
                .post("/soap/v1", "text/xml; charset=UTF-8", message);
    }

    private static String submit(String id, String content) {
        return "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>" + id + "</submissionId>" + content + "</submit>";
    }

    private PresentedSignature.Envelope evidence(String content) throws Exception {
        String id = "evidence-" + UUID.randomUUID();
        byte[] message = new SignedEnvelope(door.layout(), "insurer-ding", submit(id, content)).bytes();
        assertThat(post(message).status()).isEqualTo(200);
        return evidenceOf(id);
    }

    private PresentedSignature.Envelope evidenceOf(String id) {
        return (PresentedSignature.Envelope)
                desk.byMessageId(id).orElseThrow().arrival().signature();
    }

    private static boolean isValid(byte[] envelope, java.security.PublicKey key) throws Exception {
        Document document = SignedEnvelope.parse(new String(envelope, StandardCharsets.UTF_8));
        DOMValidateContext context = new DOMValidateContext(
                key,
                document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0));
        for (String[] part : new String[][] {{SignedEnvelope.SOAP, "Body"}, {WSConstants.WSU_NS, "Timestamp"}}) {
            context.setIdAttributeNS(
                    (Element) document.getElementsByTagNameNS(part[0], part[1]).item(0), WSConstants.WSU_NS, "Id");
        }
        return SIGNATURES.unmarshalXMLSignature(context).validate(context);
    }

    @Test
    void keepsTheEnvelopeSoThatItVerifiesByItself() throws Exception {
        for (String content : List.of(
                "<text>[{\"企业\":\"䶮㛃\"}]</text>",
                "<payload>" + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "</payload>",
                "<records xmlns=\"\" type=\"claim\" version=\"1\">\n<claim><claimNo>a&amp;1</claimNo></claim>\n</records>")) {
            PresentedSignature.Envelope evidence = evidence(content);

            assertThat(evidence.algorithm()).isEqualTo("ecdsa-sha256");
            assertThat(evidence.created())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(isValid(evidence.canonical(), evidence.certificate().getPublicKey()))
                    .as(content)
                    .isTrue();
            String changed = new String(evidence.canonical(), StandardCharsets.UTF_8).replace("evidence-", "evidenCe-");
            assertThat(isValid(
                            changed.getBytes(StandardCharsets.UTF_8),
                            evidence.certificate().getPublicKey()))
                    .isFalse();
        }
    }

    @Test
    void keepsNothingThatNoSignatureCovers() throws Exception {
        String id = "evidence-" + UUID.randomUUID();
        Document document = new SignedEnvelope(door.layout(), "insurer-ding", submit(id, "<text>x</text>")).document();
        Element envelope = document.getDocumentElement();
        Element header = (Element)
                document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Header").item(0);
        Element security = (Element)
                document.getElementsByTagNameNS(WSConstants.WSSE_NS, "Security").item(0);
        child(header, "urn:x", "x:note", "planted");
        envelope.setAttributeNS("urn:x", "y:a", "planted");
        header.setAttributeNS("urn:x", "y:a", "planted");
        security.setAttributeNS("urn:x", "y:a", "planted");
        for (Element place : List.of(envelope, header, security)) {
            place.insertBefore(document.createComment("planted"), place.getFirstChild());
        }
        byte[] message = SignedEnvelope.bytes(document);
        assertThat(new String(message, StandardCharsets.UTF_8)).contains("planted");

        assertThat(post(message).status()).isEqualTo(200);

        PresentedSignature.Envelope evidence = evidenceOf(id);
        assertThat(new String(evidence.canonical(), StandardCharsets.UTF_8)).doesNotContain("planted");
        assertThat(isValid(evidence.canonical(), evidence.certificate().getPublicKey()))
                .isTrue();
    }

    @Test
    void keepsAnEnvelopeThatXmlsec1Verifies() throws Exception {
        agreesWithXmlsec1(evidence("<text>[{\"企业\":\"䶮㛃\"}]</text>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-sha256", "rsa-sha384", "rsa-sha512"})
    void keepsAnEnvelopeSignedWithRsaThatXmlsec1Verifies(String algorithm) throws Exception {
        SampleAuthority authority = SampleAuthority.of(
                SampleAuthority.Kind.EC,
                Pem.certificate(door.layout().tlsAuthority()),
                Pem.privateKey(door.layout().tlsAuthorityKey()));
        SampleAuthority.Issued own = authority.issue(
                SampleAuthority.Wish.client(SampleHttpParties.DING.id(), SampleHttpParties.DING.uscc(), Instant.now()),
                SampleAuthority.Kind.RSA);
        String id = "evidence-" + UUID.randomUUID();
        byte[] message = new SignedEnvelope(
                        door.layout(), SampleHttpParties.DING.id(), submit(id, "<text>[{\"企业\":\"䶮㛃\"}]</text>"))
                .by(own)
                .algorithm("http://www.w3.org/2001/04/xmldsig-more#" + algorithm)
                .bytes();

        assertThat(post(message).status()).isEqualTo(200);
        PresentedSignature.Envelope evidence = evidenceOf(id);
        assertThat(evidence.algorithm()).isEqualTo(algorithm);
        assertThat(evidence.certificate()).isEqualTo(own.certificate());
        agreesWithXmlsec1(evidence);
    }

    private void agreesWithXmlsec1(PresentedSignature.Envelope evidence) throws Exception {
        assumeTrue(Executables.missing("xmlsec1").isEmpty(), "xmlsec1 is not on the PATH: skipped");
        Path certificate = Files.writeString(
                folder.resolve("signer.crt"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(evidence.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Path good = Files.write(folder.resolve("good.xml"), evidence.canonical());
        Path bad = Files.writeString(
                folder.resolve("bad.xml"), Files.readString(good).replace("evidence-", "evidenCe-"));

        assertThat(xmlsec1(good, certificate)).isZero();
        assertThat(xmlsec1(bad, certificate)).isNotZero();
    }

    private static int xmlsec1(Path envelope, Path certificate) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "xmlsec1",
                        "--verify",
                        "--pubkey-cert-pem",
                        certificate.toString(),
                        "--id-attr:Id",
                        SignedEnvelope.SOAP + ":Body",
                        "--id-attr:Id",
                        WSConstants.WSU_NS + ":Timestamp",
                        envelope.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void refusesTransformsThatCouldCutSomethingOut() throws Exception {
        Transform all = SIGNATURES.newTransform(
                Transform.XPATH, (TransformParameterSpec) new XPathFilterParameterSpec("true()"));
        assertRefused(custom("#body", List.of(all, exclusive())));
        assertRefused(custom(
                "#body",
                List.of(SIGNATURES.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null), exclusive())));
        assertRefused(custom("#body", List.of()));
        // The same by hand with the permitted transform is taken: what is refused above is the transform.
        assertThat(post(custom("#body", List.of(exclusive()))).status()).isEqualTo(200);
    }

    @Test
    void refusesReferencesThatLeadOut() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside.xml"), "<outside/>");
        for (String uri : List.of("", outside.toUri().toString(), "#xpointer(id('body'))")) {
            assertRefused(custom(uri, List.of(exclusive())));
        }
    }

    @Test
    void refusesAKeyThatTheMessageBringsWithoutACertificate() throws Exception {
        byte[] message =
                new SignedEnvelope(door.layout(), "insurer-ding", submit("key-value", "<text>x</text>")).bytes();
        String bare = new String(message, StandardCharsets.UTF_8)
                .replaceFirst(
                        "<wsse:SecurityTokenReference.*</wsse:SecurityTokenReference>",
                        "<ds:KeyName>insurer-ding</ds:KeyName>");

        assertThat(bare).contains("KeyName");
        assertRefused(bare.getBytes(StandardCharsets.UTF_8));
    }

    private static Transform exclusive() throws Exception {
        return SIGNATURES.newTransform(EXCLUSIVE, (TransformParameterSpec) null);
    }

    private void assertRefused(byte[] message) throws IOException {
        int before = desk.count();
        PartyClient.Answer answer = post(message);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).containsPattern("SOP-010[126]");
        assertThat(desk.count()).isEqualTo(before);
    }

    /** A message signed by the party's key whose body is referred to and transformed in this way. */
    private byte[] custom(String bodyUri, List<Transform> transforms) throws Exception {
        Document document =
                SignedEnvelope.parse(SignedEnvelope.unsigned(submit("custom-" + UUID.randomUUID(), "<text>x</text>")));
        PkiLayout.PartyKeys keys = door.layout().demoKeys("insurer-ding");
        Element header = (Element)
                document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Header").item(0);
        Element body = (Element)
                document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Body").item(0);
        Element security = child(header, WSConstants.WSSE_NS, "wsse:Security", null);
        identify(body, "body");
        Element token = child(
                security,
                WSConstants.WSSE_NS,
                "wsse:BinarySecurityToken",
                Base64.getEncoder()
                        .encodeToString(Pem.certificate(keys.certificate()).getEncoded()));
        token.setAttribute("EncodingType", WSConstants.SOAPMESSAGE_NS + "#Base64Binary");
        token.setAttribute("ValueType", WSConstants.X509TOKEN_NS + "#X509v3");
        identify(token, "token");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Element timestamp = child(security, WSConstants.WSU_NS, "wsu:Timestamp", null);
        identify(timestamp, "time");
        child(timestamp, WSConstants.WSU_NS, "wsu:Created", now.toString());
        child(timestamp, WSConstants.WSU_NS, "wsu:Expires", now.plusSeconds(100).toString());
        Element reference = document.createElementNS(WSConstants.WSSE_NS, "wsse:SecurityTokenReference");
        Element direct = child(reference, WSConstants.WSSE_NS, "wsse:Reference", null);
        direct.setAttribute("URI", "#token");
        direct.setAttribute("ValueType", WSConstants.X509TOKEN_NS + "#X509v3");
        sign(
                security,
                reference,
                Pem.privateKey(keys.key()),
                List.of(
                        SIGNATURES.newReference(
                                bodyUri, SIGNATURES.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null),
                        SIGNATURES.newReference(
                                "#time",
                                SIGNATURES.newDigestMethod(DigestMethod.SHA256, null),
                                List.of(exclusive()),
                                null,
                                null)));
        return SignedEnvelope.bytes(document);
    }

    private static void sign(Element security, Element token, PrivateKey key, List<Reference> references)
            throws Exception {
        DOMSignContext context = new DOMSignContext(key, security);
        context.setDefaultNamespacePrefix("ds");
        context.setProperty("org.jcp.xml.dsig.secureValidation", false);
        Document document = security.getOwnerDocument();
        context.setIdAttributeNS(
                (Element) document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Body")
                        .item(0),
                WSConstants.WSU_NS,
                "Id");
        context.setIdAttributeNS(
                (Element) document.getElementsByTagNameNS(WSConstants.WSU_NS, "Timestamp")
                        .item(0),
                WSConstants.WSU_NS,
                "Id");
        SIGNATURES
                .newXMLSignature(
                        SIGNATURES.newSignedInfo(
                                SIGNATURES.newCanonicalizationMethod(EXCLUSIVE, (C14NMethodParameterSpec) null),
                                SIGNATURES.newSignatureMethod(SignedEnvelope.ECDSA_SHA256, null),
                                references),
                        SIGNATURES.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(token))))
                .sign(context);
    }

    private static Element child(Element parent, String namespace, String name, @Nullable String text) {
        Element child = parent.getOwnerDocument().createElementNS(namespace, name);
        child.setAttributeNS(
                XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + name.substring(0, name.indexOf(':')), namespace);
        if (text != null) {
            child.setTextContent(text);
        }
        parent.appendChild(child);
        return child;
    }

    private static void identify(Element element, String id) {
        element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsu", WSConstants.WSU_NS);
        element.setAttributeNS(WSConstants.WSU_NS, "wsu:Id", id);
    }
}
