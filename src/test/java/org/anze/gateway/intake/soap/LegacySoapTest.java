package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.routing.http.MemoryDesk;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacySoapTest {

    private static final Path BROKEN = Path.of("src/test/resources/org/anze/gateway/intake/soap/legacy");
    private static final String ADDRESS = "/soap/legacy/insurer-ding";
    private static final String TEXT = "text/xml; charset=UTF-8";

    private final PartyDoor door = PartyDoor.open();
    private final MemoryDesk desk = door.desk();
    private final PartyClient ding = door.client(SampleHttpParties.DING);

    @AfterEach
    void leavesNoPayloadBehind() throws IOException {
        try (Stream<Path> files = Files.list(door.layout().data().resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void takesThePayloadOutOfItsCdata() throws Exception {
        String payload = "<赔案列表 机构代码=\"DCIC\">\n<赔案><赔案号>DING2024140001</赔案号></赔案>\n</赔案列表>";

        PartyClient.Answer answer = post(envelope("<arg0><![CDATA[" + payload + "]]></arg0>"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).hasValue("text/xml;charset=UTF-8");
        assertThat(answer.text())
                .contains("http://schemas.xmlsoap.org/soap/envelope/")
                .contains(
                        "<ns:uploadClaimResponse xmlns:ns=\"http://ding.example/azx\"><return><code>0000</code><message>")
                .contains("已接受 2 条");
        MemoryDesk.Taken taken = desk.newest();
        assertThat(taken.text()).isEqualTo(payload);
        assertThat(taken.arrival().channel()).isEqualTo(Arrival.Channel.SOAP);
        assertThat(taken.arrival().mapping()).isEqualTo("claims");
        assertThat(taken.arrival().messageId()).matches("sha256-[0-9a-f]{64}");
    }

    @Test
    void takesAnEscapedPayload() throws Exception {
        post(envelope("<arg0>\n  &lt;a b=&quot;&#x4E2D;&amp;amp;&quot;/&gt;</arg0>"));

        assertThat(desk.newest().text()).isEqualTo("<a b=\"中&amp;\"/>");
    }

    @Test
    void takesANestedPayloadWithTheNamespacesItNeeds() throws Exception {
        post(envelope(
                "<arg0>\n <ns:claims xmlns:q=\"urn:q\" q:x=\"1&lt;2\"><!-- note --><a>&amp;</a></ns:claims>\n</arg0>"));

        assertThat(desk.newest().text())
                .contains("=\"http://ding.example/azx\"")
                .contains("\"urn:q\"")
                .contains("=\"1&lt;2\"")
                .contains("<a>&amp;</a>")
                .doesNotContain("note")
                .startsWith("<")
                .endsWith(":claims>");
    }

    @Test
    void dropsTheXmlDeclarationOfAPayloadThatIsNoLongerInThatEncoding() throws Exception {
        post(envelope("<arg0><![CDATA[\r\n <?xml version=\"1.0\" encoding=\"GBK\"?>\n<险种>安责险</险种>]]></arg0>"));

        assertThat(desk.newest().text()).isEqualTo("\n<险种>安责险</险种>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "GB2312", "GB18030", "UTF-16"})
    void readsAnEnvelopeInTheEncodingItDeclares(String encoding) throws Exception {
        String text = "UTF-16".equals(encoding) ? "人" : "䶮㛃精密铸造";
        String xml = "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>"
                + envelope("<arg0><![CDATA[<a>" + text + encoding + "</a>]]></arg0>");
        Charset charset = Charset.forName(encoding.equals("UTF-16") ? encoding : "GB18030");

        ding.post(ADDRESS, "text/xml", xml.getBytes(charset));

        assertThat(desk.newest().text()).isEqualTo("<a>" + text + encoding + "</a>");
    }

    @Test
    void believesTheHeaderRatherThanTheDeclaration() throws Exception {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + envelope("<arg0><![CDATA[<a>省</a>]]></arg0>");

        ding.post(ADDRESS, "text/xml; charset=\"gbk\"", xml.getBytes("GBK"));

        assertThat(desk.newest().text()).isEqualTo("<a>省</a>");
    }

    @Test
    void answersInTheSoapVersionOfTheQuestion() throws Exception {
        String xml = envelope("<arg0>soap 1.2</arg0>")
                .replace("http://schemas.xmlsoap.org/soap/envelope/", LegacyEnvelope.SOAP_12);

        assertThat(post(xml).text()).contains(LegacyEnvelope.SOAP_12).contains("<code>0000</code>");
    }

    @Test
    void keepsTheSendersOwnId() throws Exception {
        ding.legacySoap("insurer-ding", "own-id-1", bytes(envelope("<arg0>x</arg0>")));

        assertThat(desk.byMessageId("own-id-1")).isPresent();
    }

    @Test
    void answersARepetitionAsBefore() throws Exception {
        String xml = envelope("<arg0>repeated " + UUID.randomUUID() + "</arg0>");
        PartyClient.Answer first = post(xml);
        int count = desk.count();

        assertThat(post(xml).body()).isEqualTo(first.body());
        assertThat(desk.count()).isEqualTo(count);
    }

    @Test
    void answersRejectionsWithThePartysCodeAndThePlace() throws Exception {
        String answer = post(envelope("<arg0>REJECT</arg0>")).text();

        assertThat(answer)
                .contains("<code>2001</code>")
                .contains("接受 1 条，拒收 1 条")
                .contains("第 3 行");
    }

    @Test
    void answersAWholeRefusalWithThePartysCode() throws Exception {
        assertThat(post(envelope("<arg0>REFUSE</arg0>")).text())
                .contains("<code>2001</code>")
                .contains("第 3 行");
    }

    @Test
    void neverCallsASuccessWhatIsStillProcessed() throws Exception {
        String answer = post(envelope("<arg0>UNFINISHED</arg0>")).text();

        assertThat(answer).contains("<code>1001</code>").contains("SOP-0007").doesNotContain("0000");
    }

    @Test
    void answersBusyInThePartysEnvelope() throws Exception {
        assertThat(post(envelope("<arg0>BUSY</arg0>")).text())
                .contains("<code>2001</code>")
                .contains("INT-0202");
    }

    @Test
    void saysInTheHeaderHowLongToWait() throws Exception {
        PartyClient.Answer answer = post(envelope("<arg0>TOO OFTEN</arg0>"));

        assertThat(answer.text()).contains("<code>2001</code>").contains("INT-0401");
        assertThat(answer.header("retry-after")).hasValue("7");
    }

    @Test
    void spoolsALargePayloadAndRefusesOneThatIsTooLarge() throws Exception {
        String large = "保费".repeat(150_000);
        post(envelope("<arg0>" + large + "</arg0>"));
        assertThat(desk.newest().text()).isEqualTo(large);

        int count = desk.count();
        byte[] tooLarge = bytes(envelope("<arg0>" + "x".repeat(PartyDoor.LARGEST_LEGACY_MESSAGE) + "</arg0>"));
        assertThat(ding.post(ADDRESS, TEXT, tooLarge).status()).isEqualTo(413);
        assertThat(desk.count()).isEqualTo(count);
    }

    @ParameterizedTest
    @MethodSource("brokenMessages")
    void refusesABrokenMessageInThePartysEnvelope(String name) throws Exception {
        int count = desk.count();
        String code = name.split("\\.")[1];

        PartyClient.Answer answer = ding.post(ADDRESS, "text/xml", Files.readAllBytes(BROKEN.resolve(name)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("<return><code>" + (code.equals("SOP-0004") ? "1004" : "1001") + "</code>")
                .contains("<message>" + code + " ")
                .doesNotContain("root:");
        assertThat(desk.count()).isEqualTo(count);
    }

    static List<String> brokenMessages() throws IOException {
        try (Stream<Path> files = Files.list(BROKEN)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void refusesTheAddressOfAnotherParty() throws Exception {
        PartyClient.Answer answer =
                door.client(SampleHttpParties.WU).post(ADDRESS, TEXT, bytes(envelope("<arg0>x</arg0>")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("SOP-0008");
    }

    @Test
    void refusesAPartyWithoutSuchAnInterface() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .post("/soap/legacy/insurer-wu", TEXT, bytes(envelope("<arg0>x</arg0>")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("INT-0106");
    }

    @Test
    void refusesAStranger() throws Exception {
        assertThat(PartyClient.withCertificate(door.uri(), door.tls().anonymousClient())
                        .post(ADDRESS, TEXT, bytes(envelope("<arg0>x</arg0>")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesWhatDoesNotSayThatItIsXml() throws Exception {
        assertThat(ding.post(ADDRESS, "application/json", bytes("{}")).status()).isEqualTo(415);
    }

    private PartyClient.Answer post(String xml) throws IOException {
        return ding.post(ADDRESS, TEXT, bytes(xml));
    }

    private static String envelope(String inside) {
        return "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                + "<ns:uploadClaim xmlns:ns=\"http://ding.example/azx\">" + inside
                + "</ns:uploadClaim></soapenv:Body></soapenv:Envelope>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
