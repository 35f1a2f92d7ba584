package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.party.Parties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PartyPortTest {

    private static final String NOTHING = "/api/v1/submissions/none";
    private final PartyDoor door = PartyDoor.open();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/openapi.json", "/api/v1/submissions", "/soap/v1?wsdl", "/log/checkpoint"})
    void hidesPartyPathsFromTheMainPort(String path) throws Exception {
        assertThat(onMainPort(path).statusCode()).isEqualTo(404);
    }

    @Test
    void servesTheConsoleOnTheMainPortOnly() throws Exception {
        assertThat(onMainPort("/hello").body()).isEqualTo("console");

        PartyClient.Answer answer = door.client(SampleHttpParties.WU).get("/hello");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0005");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/..;/hello", "/api/%2e%2e/hello", "/api/../hello", "/api//v1/submissions", "/api/v1/%00"})
    void refusesPathsThatTryToLeaveTheirPlace(String path) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(door.uri() + path)),
                HttpClient.newBuilder().sslContext(door.tls().client("insurer-wu")));

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("console");
    }

    @Test
    void asksForCredentials() throws Exception {
        PartyClient.Answer answer = PartyClient.withCertificate(
                        door.uri(), door.tls().anonymousClient())
                .get(NOTHING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic"));
        assertThat(answer.header("content-type")).hasValue("application/problem+json");
        JsonNode problem = problem(answer);
        assertThat(problem.get("code").asString()).isEqualTo("RST-0001");
        assertThat(problem.get("zh").asString()).contains("身份凭证");
        assertThat(problem.get("en").asString()).isNotBlank();
        assertThat(problem.get("occurrence").asString()).hasSize(16);
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    @Test
    void knowsAPartyByItsCertificate() throws Exception {
        assertThat(door.client(SampleHttpParties.WU).get(NOTHING).status()).isEqualTo(404);
    }

    @Test
    void breaksTheHandshakeOffForACertificateOfAForeignAuthority() {
        assertThatThrownBy(() -> PartyClient.withCertificate(door.uri(), TlsSamples.foreignKeyOwnTrust(door))
                        .get(NOTHING))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesACertificateWhoseCreditCodeIsNotThePartys() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.REN).get(NOTHING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0002");
    }

    @Test
    void refusesACertificateOfNobody() throws Exception {
        PartyClient.Answer answer = PartyClient.withCertificate(
                        door.uri(), door.tls().client("insurer-nobody"))
                .get(NOTHING);

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void takesBasicFromAPartyThatMay() throws Exception {
        assertThat(door.basic("insurer-wu", PartyDoor.secretOf("insurer-wu"))
                        .get(NOTHING)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesBasicWithAWrongSecret() throws Exception {
        assertThat(door.basic("insurer-wu", PartyDoor.secretOf("insurer-jia"))
                        .get(NOTHING)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insurer-ding", "ministry", "insurer-nobody", ""})
    void refusesBasicFromAPartyThatMayNot(String party) throws Exception {
        PartyClient.Answer answer = door.basic(party, PartyDoor.secretOf(party)).get(NOTHING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic %%%", "Basic aW5zdXJlci13dQ==", "Bearer abc", "Negotiate abc"})
    void refusesWhateverElseClaimsToBeAnAuthorization(String header) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(door.uri().resolve(NOTHING)).header("Authorization", header),
                HttpClient.newBuilder().sslContext(door.tls().anonymousClient()));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void refusesTwoIdentitiesAtOnce() throws Exception {
        PartyClient client = PartyClient.withSecret(
                door.uri(),
                door.tls().client("insurer-ding"),
                "insurer-wu",
                PartyDoor.secretOf("insurer-wu").toCharArray());

        PartyClient.Answer answer = client.get(NOTHING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0003");
    }

    @Test
    void letsNobodyInWhileSecretsCannotBeChecked() throws Exception {
        PartyClient.Answer answer =
                door.basic("insurer-wu", PartyDoor.BROKEN_STORE).get(NOTHING);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0016");
        assertThat(answer.text()).doesNotContain("store");
    }

    @Test
    void followsAReloadOfTheParties() throws Exception {
        PartyClient client = door.client(SampleHttpParties.WU);
        try {
            door.reload(Parties.of(List.of(SampleHttpParties.DING)));
            assertThat(client.get(NOTHING).status()).isEqualTo(401);
        } finally {
            door.reload(SampleHttpParties.ALL);
        }
        assertThat(client.get(NOTHING).status()).isEqualTo(404);
    }

    @Test
    void givesTheInterfaceDescriptionToAnybody() throws Exception {
        PartyClient.Answer answer = PartyClient.withCertificate(
                        door.uri(), door.tls().anonymousClient())
                .get("/api/v1/openapi.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(problem(answer).get("openapi").asString()).isEqualTo("3.1.0");
    }

    @Test
    void namesTheMethodsThatAnAddressTakes() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .post("/api/v1/submissions/x", "application/json", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).hasValue("GET");
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0006");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/submissions/x", "/soap/v1", "/oauth2/token", "/log/checkpoint", "/hello", "/"})
    void answersTraceByTheCatalogue(String path) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(door.uri().resolve(path)).method("TRACE", HttpRequest.BodyPublishers.noBody()),
                HttpClient.newBuilder().sslContext(door.tls().client("insurer-wu")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.get("code").asString()).isEqualTo("RST-0006");
        assertThat(problem.get("zh").asString()).contains("TRACE");
        assertThat(answer.body()).doesNotContain("timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/api/../WEB-INF/web.xml"})
    void answersByTheCatalogueWhatTheContainerKeepsToItself(String path) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(door.uri() + path)),
                HttpClient.newBuilder().sslContext(door.tls().client("insurer-wu")));

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(JsonMapper.shared().readTree(answer.body()).get("code").asString())
                .startsWith("RST-");
    }

    @Test
    void blamesTheSenderForParametersThatCannotBeDecoded() throws Exception {
        byte[] body = "a=%zz".getBytes(StandardCharsets.US_ASCII);
        PartyClient.Answer answer =
                door.client(SampleHttpParties.WU).post("/oauth2/token", "application/x-www-form-urlencoded", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(problem(answer).get("code").asString()).isIn("RST-0014", "TOK-0008");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "image/png", "multipart/form-data;boundary=x"})
    void refusesOtherMediaTypes(String type) throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .submit("media-" + type.length(), type, null, () -> new ByteArrayInputStream(new byte[] {'x'}));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0007");
    }

    @Test
    void namesTheParameterThatIsWrong() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .post("/api/v1/submissions?dryRun=perhaps", "application/json", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(problem(answer).get("zh").asString()).contains("dryRun");
    }

    @Test
    void tellsNothingOfAnUnexpectedFailureButItsOccurrence() throws Exception {
        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .post("/api/v1/submissions", "application/json", "BUG".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(problem(answer).get("code").asString()).isEqualTo("RST-0016");
        assertThat(answer.text()).doesNotContain("张三").doesNotContain("110101");
    }

    static JsonNode problem(PartyClient.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> onMainPort(String path) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.mainPort() + path)),
                HttpClient.newBuilder());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, HttpClient.Builder client)
            throws IOException, InterruptedException {
        return client.version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
