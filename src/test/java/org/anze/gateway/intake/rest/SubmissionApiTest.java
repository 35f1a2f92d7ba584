package org.anze.gateway.intake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.routing.http.MemoryDesk;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubmissionApiTest {

    private final PartyDoor door = PartyDoor.open();
    private final MemoryDesk desk = door.desk();
    private final PartyClient wu = door.client(SampleHttpParties.WU);
    private final PartyClient ding = door.client(SampleHttpParties.DING);

    @Test
    void answersWithTheSignedReceiptByteForByte() throws Exception {
        PartyClient.Answer answer = submit("receipt-1", "[{\"企业\":\"䶮㛃\"}]");

        MemoryDesk.Taken taken = desk.byMessageId("receipt-1").orElseThrow();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(taken.status().receipt());
        assertThat(answer.header("content-type")).hasValue("application/json");
        assertThat(answer.header("submission-id")).hasValue("receipt-1");
        assertThat(answer.header("location"))
                .hasValue("/api/v1/submissions/" + taken.status().id());
        assertThat(taken.text()).isEqualTo("[{\"企业\":\"䶮㛃\"}]");
        assertThat(taken.arrival().channel()).isEqualTo(Arrival.Channel.REST);
        assertThat(taken.arrival().party()).isEqualTo(SampleHttpParties.WU);
    }

    @Test
    void passesMappingAndDryRunOn() throws Exception {
        PartyClient.Answer answer =
                wu.post("/api/v1/submissions?mapping=canonical-policy&dryRun=true", "text/csv", bytes("only-checked"));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode status = json(answer);
        assertThat(status.get("mapping").asString()).isEqualTo("canonical-policy");
        assertThat(status.get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(desk.byMessageId(status.get("submissionId").asString())).isEmpty();
    }

    @Test
    void handsTheSignatureInTheHeaderOver() throws Exception {
        assertThat(signed("signed-1", "e30..AA").statusCode()).isEqualTo(200);
        PresentedSignature.Detached signature = (PresentedSignature.Detached)
                desk.byMessageId("signed-1").orElseThrow().arrival().signature();
        assertThat(signature.kind()).isEqualTo(EntryOrigin.Kind.JWS);

        HttpResponse<String> refused = signed("signed-2", "not base64!");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("ORG-0002", "V-S10");
        assertThat(desk.byMessageId("signed-2")).isEmpty();
        assertThat(signed("signed-3", "M".repeat(20_000)).statusCode()).isIn(400, 431);
    }

    private HttpResponse<String> signed(String id, String signature) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(door.tls().client(SampleHttpParties.WU.id()))
                .build();
        return client.send(
                HttpRequest.newBuilder(door.uri().resolve("/api/v1/submissions"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .header("Submission-Id", id)
                        .header("Origin-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersARepetitionWithTheSameReceipt() throws Exception {
        PartyClient.Answer first = submit("again-1", "same");
        PartyClient.Answer second = submit("again-1", "same");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void refusesOtherBytesUnderTheSameId() throws Exception {
        submit("conflict-1", "one");
        PartyClient.Answer answer = submit("conflict-1", "two");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0101");
    }

    @Test
    void makesAnIdWhereNoneIsGiven() throws Exception {
        PartyClient.Answer answer = wu.post("/api/v1/submissions", "application/json", bytes("no id"));

        String made = answer.header("submission-id").orElseThrow();
        assertThat(made).matches("[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(desk.byMessageId(made)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", " "})
    void refusesAnIdThatNobodyCanQuote(String id) throws Exception {
        PartyClient.Answer answer = submit(id, "x");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0107");
    }

    @Test
    void refusesAnIdThatIsTooLong() throws Exception {
        assertThat(submit("x".repeat(201), "x").status()).isEqualTo(400);
    }

    @Test
    void answersAcceptedWhileItIsStillProcessed() throws Exception {
        PartyClient.Answer answer = submit("unfinished-1", "UNFINISHED");

        assertThat(answer.status()).isEqualTo(202);
        String location = answer.header("location").orElseThrow();
        PartyClient.Answer status = wu.get(location);
        assertThat(status.status()).isEqualTo(200);
        assertThat(json(status).get("state").asString()).isEqualTo("PROCESSING");
        assertThat(json(status).get("final").asBoolean()).isFalse();
        assertThat(json(status).get("receivedAt").asString()).isEqualTo("2026-11-22T10:00:00+08:00");
        assertThat(wu.get(location + "/receipt").status()).isEqualTo(409);
        assertThat(wu.get(location + "/rejects").status()).isEqualTo(409);
    }

    @Test
    void tellsWhereAWholeSubmissionIsWrong() throws Exception {
        PartyClient.Answer answer = submit("refused-1", "REFUSE");

        assertThat(answer.status()).isEqualTo(400);
        JsonNode problem = json(answer);
        assertThat(problem.get("line").asLong()).isEqualTo(3);
        assertThat(problem.get("column").asInt()).isEqualTo(2);
        assertThat(problem.get("name").asString()).isEqualTo("保费(元)");
        assertThat(problem.get("rule").asString()).isEqualTo("V-P03");
        assertThat(problem.get("remedyZh").asString()).isNotBlank();
        assertThat(problem.get("remedyEn").asString()).isNotBlank();
    }

    @Test
    void answersBusyWithTheTimeToWait() throws Exception {
        PartyClient.Answer answer = submit("busy-1", "BUSY");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0202");
    }

    @Test
    void answersAPartyThatComesTooOftenWithTheSecondsToWait() throws Exception {
        PartyClient.Answer answer = submit("often-1", "TOO OFTEN");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).hasValue("7");
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0401");
    }

    @Test
    void refusesAnEmptyBody() throws Exception {
        assertThat(submit("empty-1", "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insurer-jia", "ministry"})
    void refusesAPartyWhoseFileDoesNotOpenRest(String id) throws Exception {
        PartyClient client = door.client(SampleHttpParties.ALL.find(id).orElseThrow());

        PartyClient.Answer answer = client.post("/api/v1/submissions", "application/json", bytes("x"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0106");
    }

    @Test
    void findsASubmissionByItsOwnIdToo() throws Exception {
        submit("lookup-1", "x");

        JsonNode status = json(wu.get("/api/v1/submissions/lookup-1"));

        assertThat(status.get("submissionId").asString()).isEqualTo("lookup-1");
        assertThat(status.get("accepted").asLong()).isEqualTo(2);
    }

    @Test
    void listsFindingsWithTheirPlaces() throws Exception {
        submit("findings-1", "REJECT");

        JsonNode finding =
                json(wu.get("/api/v1/submissions/findings-1")).get("findings").get(0);

        assertThat(finding.get("line").asLong()).isEqualTo(3);
        assertThat(finding.get("name").asString()).isEqualTo("保费(元)");
        assertThat(finding.get("severity").asString()).isEqualTo("REJECT");
    }

    @Test
    void showsNobodyWhatAnotherPartySent() throws Exception {
        PartyClient.Answer own = submit("private-1", "REJECT");
        String location = own.header("location").orElseThrow();

        for (String path : new String[] {"", "/receipt", "/rejects"}) {
            PartyClient.Answer strange = ding.get(location + path);
            PartyClient.Answer unknown = ding.get("/api/v1/submissions/never-was" + path);
            assertThat(strange.status()).isEqualTo(404).isEqualTo(unknown.status());
            assertThat(json(strange).get("code")).isEqualTo(json(unknown).get("code"));
        }
        assertThat(ding.get("/api/v1/submissions/private-1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "csv, text/csv;charset=UTF-8, CSV",
        "xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, XLSX",
        "json, application/json, JSON"
    })
    void givesRejectsInTheWantedFormat(String format, String type, String expected) throws Exception {
        submit("rejects-1", "REJECT");
        String id = desk.byMessageId("rejects-1").orElseThrow().status().id();

        PartyClient.Answer answer = wu.get("/api/v1/submissions/rejects-1/rejects?format=" + format);

        assertThat(answer.header("content-type")).hasValue(type);
        assertThat(answer.header("content-disposition"))
                .hasValue("attachment; filename=\"" + id + ".rejects." + format + "\"");
        assertThat(answer.text()).isEqualTo(expected + " of " + id);
    }

    @Test
    void saysWhenNothingCanBeReturnedInItsOwnLayout() throws Exception {
        submit("own-1", "x");

        PartyClient.Answer answer = wu.get("/api/v1/submissions/own-1/rejects?layout=own");

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(json(answer).get("code").asString()).isEqualTo("INT-0303");
        assertThat(wu.get("/api/v1/submissions/own-1/rejects?layout=other").status())
                .isEqualTo(400);
    }

    @Test
    void tellsOfADryRunThatItWasOne() throws Exception {
        PartyClient.Answer answer =
                wu.post("/api/v1/submissions?dryRun=true", "application/json", bytes("only-checked"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).get("dryRun").asBoolean()).isTrue();
        assertThat(json(answer).get("accepted").asLong()).isEqualTo(2);
        assertThat(answer.header("location")).isEmpty();
    }

    @Test
    void hasNoSecondReceiptWhereNothingHadToWait() throws Exception {
        submit("supplement-1", "x");

        assertThat(wu.get("/api/v1/submissions/supplement-1/supplement").status())
                .isEqualTo(409);
        assertThat(json(wu.get("/api/v1/submissions/supplement-1"))
                        .get("parked")
                        .asLong())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.ms-excel",
                "application/zip",
                "text/plain"
            })
    void takesTheTypesOfAllSources(String type) throws Exception {
        String id = "type-" + type.hashCode();

        PartyClient.Answer answer =
                wu.submit(id, type, null, () -> new ByteArrayInputStream(bytes("content of " + type)));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void refusesAFormatItDoesNotKnow() throws Exception {
        submit("rejects-2", "REJECT");

        assertThat(wu.get("/api/v1/submissions/rejects-2/rejects?format=pdf").status())
                .isEqualTo(400);
    }

    @Test
    void cutsTheConnectionWhenRejectsBreakOff() throws Exception {
        submit("breaks-off-1", "REJECT");

        Assertions.assertThatThrownBy(() -> wu.get("/api/v1/submissions/breaks-off-1/rejects"))
                .isInstanceOf(IOException.class);
    }

    private PartyClient.Answer submit(String id, String content) throws IOException {
        return wu.submit(id, "application/json", null, () -> new ByteArrayInputStream(bytes(content)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(PartyClient.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
