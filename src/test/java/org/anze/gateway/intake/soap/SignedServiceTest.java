package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.routing.http.MemoryDesk;
import org.anze.gateway.routing.http.MemoryFeed;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.apache.wss4j.dom.WSConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class SignedServiceTest {

    private static final String ADDRESS = "/soap/v1";
    private static final BigInteger P256_ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

    private final PartyDoor door = PartyDoor.open();
    private final MemoryDesk desk = door.desk();
    private final PartyClient anybody = anonymous();

    private PartyClient anonymous() {
        try {
            return PartyClient.withCertificate(door.uri(), door.tls().anonymousClient());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesASignedSubmissionOfABase64Payload() throws Exception {
        String id = "signed-" + UUID.randomUUID();
        byte[] payload = "<赔案>䶮㛃</赔案>".getBytes("GB18030");

        PartyClient.Answer answer =
                post(ding(submit(id, "<payload>" + Base64.getEncoder().encodeToString(payload) + "</payload>")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("<state>ACCEPTED</state>", "<final>true</final>", "<skipped>0</skipped>");
        MemoryDesk.Taken taken = desk.byMessageId(id).orElseThrow();
        assertThat(taken.content()).isEqualTo(payload);
        assertThat(taken.arrival().party()).isEqualTo(SampleHttpParties.DING);
        assertThat(taken.arrival().channel()).isEqualTo(Arrival.Channel.SOAP);
        assertThat(answer.text())
                .contains(Base64.getEncoder().encodeToString(taken.status().receipt()));
        mustFitTheSchema(answer);
    }

    @Test
    void takesASignedSubmissionOfText() throws Exception {
        String id = "signed-" + UUID.randomUUID();

        PartyClient.Answer answer = post(
                ding(
                        "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>" + id
                                + "</submissionId><recordType>policy</recordType><dryRun>0</dryRun><text>[{\"a\":\"䶮\"}]</text></submit>"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(desk.byMessageId(id).orElseThrow().text()).isEqualTo("[{\"a\":\"䶮\"}]");
        assertThat(desk.byMessageId(id).orElseThrow().arrival().mapping()).isEqualTo("canonical-policy");
    }

    @Test
    void takesCanonicalRecordsAsElements() throws Exception {
        String id = "signed-" + UUID.randomUUID();
        String records =
                "<records type=\"claim\" version=\"1\">\n<claim><claimNo>䶮&amp;1</claimNo></claim>\n</records>";

        PartyClient.Answer answer = post(ding(submit(id, records.replace("<records ", "<records xmlns=\"\" "))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(desk.byMessageId(id).orElseThrow().arrival().mapping()).isEqualTo("canonical-claim-xml");
        assertThat(desk.byMessageId(id).orElseThrow().text().replace(" xmlns=\"\"", ""))
                .isEqualTo(records);
    }

    @Test
    void refusesTwoContentsAtOnce() throws Exception {
        assertFault(post(ding(submit("signed-two", "<records xmlns=\"\" type=\"claim\"/><text>x</text>"))), "SOP-0010");
    }

    @Test
    void tellsFindingsAndRefusalsInTheirSchema() throws Exception {
        for (String word : new String[] {"REJECT", "REFUSE", "UNFINISHED"}) {
            PartyClient.Answer answer = post(ding(submit("signed-" + word, "<text>" + word + "</text>")));
            assertThat(answer.status()).isEqualTo(200);
            mustFitTheSchema(answer);
        }
    }

    @Test
    void onlyTriesASubmissionThatSaysSo() throws Exception {
        String id = "signed-" + UUID.randomUUID();

        PartyClient.Answer answer = post(ding(submit(id, "<dryRun>true</dryRun><text>REJECT</text>")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("<report>");
        assertThat(desk.byMessageId(id)).isEmpty();
        mustFitTheSchema(answer);
    }

    @Test
    void givesTheListOfFindingsBack() throws Exception {
        post(ding(submit("signed-list", "<text>REJECT list</text>")));

        PartyClient.Answer answer = post(ding(rejects("signed-list", "<layout>list</layout><format>json</format>")));

        String id = desk.byMessageId("signed-list").orElseThrow().status().id();
        String content = Base64.getEncoder().encodeToString(("JSON of " + id).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.text())
                .contains(
                        "<name>" + id + ".rejects.json</name>",
                        "<content>" + content + "</content>",
                        "/rejects?layout=list");
        mustFitTheSchema(answer);
    }

    @Test
    void refusesRejectsOfOthersAndWhatItDoesNotKnow() throws Exception {
        post(ding(submit("signed-mine", "<text>REJECT mine</text>")));
        door.client(SampleHttpParties.WU)
                .submit("wu-rejects", "application/json", null, () -> new ByteArrayInputStream(new byte[] {'x'}));

        assertFault(post(ding(rejects("wu-rejects", ""))), "SOP-0009");
        assertFault(post(ding(rejects("signed-mine", "<format>pdf</format>"))), "SOP-0010");
        assertFault(post(ding(rejects("signed-mine", "<layout>mine</layout>"))), "SOP-0010");
        assertFault(post(ding(rejects("signed-mine", "<layout>own</layout>"))), "INT-0303");
    }

    private static String rejects(String submission, String more) {
        return "<fetchRejects xmlns=\"urn:anze:exchange:1\"><submission>" + submission + "</submission>" + more
                + "</fetchRejects>";
    }

    @Test
    void answersAConflictWithACataloguedFault() throws Exception {
        post(ding(submit("signed-conflict", "<text>one</text>")));

        assertFault(post(ding(submit("signed-conflict", "<text>two</text>"))), "INT-0101");
    }

    @Test
    void saysInTheFaultAndItsHeaderHowLongToWait() throws Exception {
        PartyClient.Answer answer = post(ding(submit("signed-often", "<text>TOO OFTEN</text>")));

        assertFault(answer, "INT-0401");
        assertThat(answer.text()).contains("<retryAfter>7</retryAfter>");
        assertThat(answer.header("retry-after")).hasValue("7");
    }

    @Test
    void tellsAPartyOfItsOwnSubmissionsOnly() throws Exception {
        post(ding(submit("signed-own", "<text>x</text>")));
        door.client(SampleHttpParties.WU)
                .submit("wu-own", "application/json", null, () -> new ByteArrayInputStream(new byte[] {'x'}));

        PartyClient.Answer own = post(ding(query("signed-own")));
        assertThat(own.text()).contains("querySubmissionResponse").contains("<submissionId>signed-own</submissionId>");
        mustFitTheSchema(own);
        assertFault(post(ding(query("wu-own"))), "SOP-0009");
    }

    @Test
    void servesAndSettlesTheFeedOfARecipientThatPulls() throws Exception {
        door.feed().clear();
        Parcel parcel =
                MemoryFeed.parcel("ministry", 1, new Parcel.Rendition("000000001.csv", "text/csv", new byte[] {1}));
        door.feed().offer(parcel);
        door.feed().offer(MemoryFeed.parcel("ministry", 2));

        PartyClient.Answer fetched = post(signed("ministry", "<fetchFeed xmlns=\"urn:anze:exchange:1\"/>"));
        assertThat(fetched.text())
                .contains(Base64.getEncoder().encodeToString(parcel.document()))
                .contains("<more>true</more>");
        mustFitTheSchema(fetched);

        PartyClient.Answer settled = post(signed(
                "ministry",
                "<acknowledgeFeed xmlns=\"urn:anze:exchange:1\"><receipt><parcel>1</parcel><status>REFUSED</status>"
                        + "<refused><index>1001</index><reason>重复</reason></refused><digest>AAAA</digest></receipt>"
                        + "</acknowledgeFeed>"));
        assertThat(settled.text()).contains("<settled>1</settled>");
        mustFitTheSchema(settled);
        assertThat(door.feed().settlementOf("ministry", 1))
                .hasValue(new Settlement.Refused(List.of(new Settlement.RefusedRecord(1001, "重复")), "AAAA"));
        assertFault(post(ding("<fetchFeed xmlns=\"urn:anze:exchange:1\"/>")), "SOP-0011");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<submit xmlns=\"urn:anze:exchange:1\"/>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId></submit>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId><payload>%%%=</payload></submit>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId><payload>QQ==</payload><text>b</text></submit>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId><submissionId>b</submissionId><text>b</text></submit>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId><dryRun>perhaps</dryRun><text>b</text></submit>",
                "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>a</submissionId><text><b/></text></submit>",
                "<querySubmission xmlns=\"urn:anze:exchange:1\"/>"
            })
    void namesTheElementThatDoesNotFit(String body) throws Exception {
        assertFault(post(ding(body)), "SOP-0010");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<delete xmlns=\"urn:anze:exchange:1\"/>", "<submit xmlns=\"urn:other\"/>", ""})
    void knowsNoOtherOperation(String body) throws Exception {
        assertFault(post(ding(body)), "SOP-0004");
    }

    @Test
    void isClosedToAPartyWhoseFileDoesNotOpenIt() throws Exception {
        assertFault(post(signed("insurer-wu", submit("wu-1", "<text>x</text>"))), "INT-0106");
    }

    @Test
    void refusesAMessageThatNobodySigned() throws Exception {
        assertRefused(
                SignedEnvelope.unsigned(submit("u1", "<text>x</text>")).getBytes(StandardCharsets.UTF_8), "SOP-0101");
    }

    @Test
    void refusesAnUnsignedFault() throws Exception {
        String fault = "<soapenv:Fault xmlns:soapenv=\"" + SignedEnvelope.SOAP
                + "\"><faultcode>x</faultcode><faultstring>y</faultstring></soapenv:Fault>";

        assertRefused(SignedEnvelope.unsigned(fault).getBytes(StandardCharsets.UTF_8), "SOP-0003");
    }

    @Test
    void refusesTheClientCertificateInPlaceOfASignature() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.DING)
                .post(ADDRESS, "text/xml", SignedEnvelope.unsigned(query("x")).getBytes(StandardCharsets.UTF_8));

        assertFault(answer, "SOP-0101");
    }

    @Test
    void refusesASignatureThatLeavesTheBodyOut() throws Exception {
        assertRefused(envelope().withoutBody().bytes(), "SOP-0101");
    }

    @Test
    void refusesASignatureThatLeavesTheTimestampOut() throws Exception {
        assertRefused(envelope().withoutSignedTimestamp().bytes(), "SOP-0101");
    }

    @Test
    void refusesASignatureWithoutTimestamp() throws Exception {
        assertRefused(envelope().withoutTimestamp().bytes(), "SOP-0101");
    }

    @Test
    void refusesABodyThatWasChangedAfterwards() throws Exception {
        String message = new String(envelope().bytes(), StandardCharsets.UTF_8).replace(">x<", ">y<");

        assertRefused(message.getBytes(StandardCharsets.UTF_8), "SOP-0102");
    }

    @Test
    void refusesAnExpiredMessage() throws Exception {
        assertRefused(envelope().created(Instant.now().minusSeconds(600)).bytes(), "SOP-0103");
    }

    @Test
    void refusesAMessageFromTheFuture() throws Exception {
        assertRefused(envelope().created(Instant.now().plusSeconds(300)).bytes(), "SOP-0103");
    }

    @Test
    void refusesATimestampThatLivesTooLong() throws Exception {
        assertRefused(envelope().secondsToLive(3600).bytes(), "SOP-0103");
    }

    @Test
    void refusesTheSameMessageTwice() throws Exception {
        byte[] message = ding(submit("replayed", "<text>x</text>"));
        assertThat(post(message).status()).isEqualTo(200);

        assertFault(post(message), "SOP-0104");
    }

    @Test
    void refusesTheSameMessageUnderARewrittenSignature() throws Exception {
        String message = new String(ding(submit("rewritten", "<text>x</text>")), StandardCharsets.UTF_8);
        assertThat(post(message.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(200);

        assertFault(post(withOtherValidSignature(message).getBytes(StandardCharsets.UTF_8)), "SOP-0104");
    }

    /** With (r, s) also (r, n − s) is a valid ECDSA signature of the same message. */
    private static String withOtherValidSignature(String message) {
        Matcher value = Pattern.compile("SignatureValue>([^<]+)<").matcher(message);
        assertThat(value.find()).isTrue();
        byte[] signature = Base64.getMimeDecoder().decode(value.group(1).replace("&#13;", ""));
        int half = signature.length / 2;
        BigInteger s = P256_ORDER.subtract(new BigInteger(1, java.util.Arrays.copyOfRange(signature, half, 2 * half)));
        byte[] bytes = s.toByteArray();
        java.util.Arrays.fill(signature, half, 2 * half, (byte) 0);
        int length = Math.min(half, bytes.length);
        System.arraycopy(bytes, bytes.length - length, signature, 2 * half - length, length);
        return message.replace(value.group(1), Base64.getEncoder().encodeToString(signature));
    }

    @Test
    void refusesACertificateOfAForeignAuthority() throws Exception {
        PkiLayout foreign = new PkiLayout(Path.of("target", "party-door-foreign"));

        assertRefused(new SignedEnvelope(foreign, "insurer-ding", submit("f1", "<text>x</text>")).bytes(), "SOP-0102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"insurer-ren", "insurer-nobody"})
    void refusesACertificateThatBelongsToNoParty(String signer) throws Exception {
        assertRefused(signed(signer, submit("n1", "<text>x</text>")), "SOP-0105");
    }

    @Test
    void refusesYesterdaysDigests() throws Exception {
        assertRefused(envelope().digest(WSConstants.SHA1).bytes(), "SOP-0106", "SOP-0102");
    }

    @Test
    void refusesYesterdaysSignatures() throws Exception {
        assertRefused(
                envelope()
                        .algorithm("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1")
                        .bytes(),
                "SOP-0106",
                "SOP-0102");
    }

    @Test
    void refusesASignedBodyThatWasMovedAsideForAnother() throws Exception {
        for (boolean sameId : new boolean[] {false, true}) {
            Document document = envelope().document();
            Element body = (Element)
                    document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Body").item(0);
            Element header = (Element) document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Header")
                    .item(0);
            Element other = (Element) body.cloneNode(true);
            if (!sameId) {
                other.setAttributeNS(WSConstants.WSU_NS, "wsu:Id", "another");
            }
            other.getElementsByTagName("submissionId").item(0).setTextContent("smuggled");
            body.getParentNode().replaceChild(other, body);
            Element wrapper = document.createElementNS("urn:wrapper", "w:wrapper");
            wrapper.appendChild(body);
            header.appendChild(wrapper);

            assertRefused(SignedEnvelope.bytes(document), "SOP-0003");
        }
        assertThat(desk.byMessageId("smuggled")).isEmpty();
    }

    @Test
    void refusesASignedTimestampThatWasMovedAsideForAnother() throws Exception {
        Document document = envelope().created(Instant.now().minusSeconds(600)).document();
        Element timestamp = (Element)
                document.getElementsByTagNameNS(WSConstants.WSU_NS, "Timestamp").item(0);
        Element header = (Element)
                document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Header").item(0);
        Element fresh = (Element) timestamp.cloneNode(true);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        fresh.setAttributeNS(WSConstants.WSU_NS, "wsu:Id", "another");
        fresh.getElementsByTagNameNS(WSConstants.WSU_NS, "Created").item(0).setTextContent(now.toString());
        fresh.getElementsByTagNameNS(WSConstants.WSU_NS, "Expires")
                .item(0)
                .setTextContent(now.plusSeconds(100).toString());
        timestamp.getParentNode().replaceChild(fresh, timestamp);
        Element wrapper = document.createElementNS("urn:wrapper", "w:wrapper");
        wrapper.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsse", WSConstants.WSSE_NS);
        wrapper.appendChild(timestamp);
        header.appendChild(wrapper);

        assertRefused(SignedEnvelope.bytes(document), "SOP-0101");
    }

    @Test
    void takesAPayloadThatTravelsBesideTheMessage() throws Exception {
        String id = "mtom-" + UUID.randomUUID();
        byte[] payload = "<赔案>䶮㛃</赔案>".getBytes(StandardCharsets.UTF_8);

        assertThat(beside(id, payload, payload).status()).isEqualTo(200);
        assertThat(desk.byMessageId(id).orElseThrow().content()).isEqualTo(payload);
    }

    @Test
    void refusesAPayloadThatWasChangedBesideTheMessage() throws Exception {
        byte[] signed = "<a>1</a>".getBytes(StandardCharsets.UTF_8);
        byte[] sent = "<a>2</a>".getBytes(StandardCharsets.UTF_8);
        int count = desk.count();

        assertFault(beside("mtom-changed", signed, sent), "SOP-0102");
        assertThat(desk.count()).isEqualTo(count);
    }

    /** MTOM: the signature is over the message with the bytes in it, on the way they travel as a part of their own. */
    private PartyClient.Answer beside(String id, byte[] signed, byte[] sent) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(signed);
        String message = new String(ding(submit(id, "<payload>" + base64 + "</payload>")), StandardCharsets.UTF_8);
        String root = message.replace(
                base64, "<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:payload@ding\"/>");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--cut\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\n"
                        + "Content-Transfer-Encoding: binary\r\nContent-ID: <root@ding>\r\n\r\n" + root
                        + "\r\n--cut\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Transfer-Encoding: binary\r\nContent-ID: <payload@ding>\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(sent);
        body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
        return anybody.post(
                ADDRESS,
                "multipart/related; type=\"application/xop+xml\"; start=\"<root@ding>\"; start-info=\"text/xml\";"
                        + " boundary=cut",
                body.toByteArray());
    }

    @Test
    void refusesASignatureInsideAnEarlierSecurityHeader() throws Exception {
        Document document = envelope().document();
        Element security = (Element)
                document.getElementsByTagNameNS(WSConstants.WSSE_NS, "Security").item(0);
        Node copy = security.cloneNode(true);
        security.getParentNode().insertBefore(copy, security);

        assertRefused(SignedEnvelope.bytes(document), "SOP-0101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a:Assertion xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>",
                "<e:EncryptedKey xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\"/>",
                "<w:UsernameToken xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"/>"
            })
    void refusesWhateverElseStandsInTheSecurityHeader(String element) throws Exception {
        Document document = envelope().document();
        Element security = (Element)
                document.getElementsByTagNameNS(WSConstants.WSSE_NS, "Security").item(0);
        security.appendChild(document.importNode(SignedEnvelope.parse(element).getDocumentElement(), true));

        assertRefused(SignedEnvelope.bytes(document), "SOP-0102");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">"
            })
    void refusesADocumentType(String declaration) throws Exception {
        byte[] message = (declaration + SignedEnvelope.unsigned("<a>&a;</a>")).getBytes(StandardCharsets.UTF_8);

        PartyClient.Answer answer = post(message);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("SOP-0002").doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<a/>",
                "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">"
            })
    void refusesWhatIsNoEnvelope(String message) throws Exception {
        PartyClient.Answer answer = post(message.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).containsPattern("SOP-000[13]");
    }

    @Test
    void refusesElementsNestedTooDeeply() throws Exception {
        String deep = "<a>".repeat(300) + "</a>".repeat(300);

        PartyClient.Answer answer = post(SignedEnvelope.unsigned(deep).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("SOP-0001");
    }

    @Test
    void refusesAMessageThatIsTooLarge() throws Exception {
        assertThat(post(new byte[PartyDoor.LARGEST_LEGACY_MESSAGE + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void givesItsContractToAnybody() throws Exception {
        PartyClient.Answer wsdl = anybody.get("/soap/v1?wsdl");
        assertThat(wsdl.status()).isEqualTo(200);
        assertThat(wsdl.text()).contains("urn:anze:exchange:1/submit").contains("name=\"ExchangePort\"");

        Matcher schema =
                Pattern.compile("schemaLocation=\"https://[^/]+([^\"]+)\"").matcher(wsdl.text());
        assertThat(schema.find()).isTrue();
        assertThat(anybody.get(schema.group(1)).text()).contains("submitResponse");
    }

    @Test
    void takesNothingElseByGet() throws Exception {
        assertThat(anybody.get("/soap/v1").status()).isEqualTo(405);
        assertThat(anybody.get("/soap/v1/anything?x=wsdl").status()).isEqualTo(405);
        assertThat(anybody.get("/soap/v1/services").status()).isEqualTo(405);
    }

    private SignedEnvelope envelope() {
        return new SignedEnvelope(
                door.layout(), "insurer-ding", submit("never-" + UUID.randomUUID(), "<text>x</text>"));
    }

    private byte[] ding(String body) throws Exception {
        return signed("insurer-ding", body);
    }

    private byte[] signed(String party, String body) throws Exception {
        return new SignedEnvelope(door.layout(), party, body).bytes();
    }

    private static String submit(String id, String payload) {
        return "<submit xmlns=\"urn:anze:exchange:1\"><submissionId>" + id + "</submissionId>" + payload + "</submit>";
    }

    private static String query(String id) {
        return "<querySubmission xmlns=\"urn:anze:exchange:1\"><submission>" + id + "</submission></querySubmission>";
    }

    private PartyClient.Answer post(byte[] message) throws Exception {
        return anybody.post(ADDRESS, "text/xml; charset=UTF-8", message);
    }

    private void assertRefused(byte[] message, String... codes) throws Exception {
        int count = desk.count();
        PartyClient.Answer answer = post(message);
        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(codes).anySatisfy(code -> assertThat(answer.text()).contains("<code>" + code + "</code>"));
        assertThat(desk.count()).isEqualTo(count);
    }

    private static void assertFault(PartyClient.Answer answer, String code) throws Exception {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("<code>" + code + "</code>").contains("Fault");
        Document document = SignedEnvelope.parse(answer.text());
        schema().newValidator()
                .validate(new DOMSource(document.getElementsByTagNameNS("urn:anze:exchange:1", "problem")
                        .item(0)));
    }

    private static void mustFitTheSchema(PartyClient.Answer answer) throws Exception {
        Document document = SignedEnvelope.parse(answer.text());
        Node body = document.getElementsByTagNameNS(SignedEnvelope.SOAP, "Body").item(0);
        schema().newValidator().validate(new DOMSource(body.getFirstChild()));
    }

    private static Schema schema() throws Exception {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SignatureCheck.class.getResource("exchange-v1.xsd"));
    }
}
