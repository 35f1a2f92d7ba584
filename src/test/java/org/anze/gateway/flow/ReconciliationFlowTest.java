package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.anze.gateway.demo.PartyClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sender and a recipient of the running gateway compare their day with it. */
class ReconciliationFlowTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void tellsASenderWhichRecordNeverCame() throws IOException {
        PartyClient wu = SharedGateway.get().senders().https("insurer-wu");
        String day = send(wu, "WURECON");

        JsonNode compared = JSON.readTree(wu.post(
                        "/api/v1/reconciliation",
                        "application/json",
                        ("{\"format\":\"anze-reconciliation/1\",\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"" + day
                                        + "\",\"records\":[{\"key\":\"WURECON0\",\"version\":1},"
                                        + "{\"key\":\"WURECON1\",\"version\":1},{\"key\":\"WUNEVER\",\"version\":1}]}")
                                .getBytes(StandardCharsets.UTF_8))
                .body());

        // Other tests send in the same name, so that there may be more here.
        JsonNode result = compared.get("results").get(0);
        assertThat(result.get("missingHere").asLong()).isEqualTo(1);
        assertThat(wu.get("/api/v1/reconciliation/results/" + result.get("id").asLong())
                        .text())
                .contains("\"key\":\"WUNEVER\"", "UNKNOWN")
                .doesNotContain("\"key\":\"WURECON0\"");
        JsonNode figures = JSON.readTree(wu.get("/api/v1/reconciliation?day=" + day).body());
        assertThat(figures.get("balanced").asBoolean()).as(figures.toString()).isTrue();
        assertThat(wu.get("/api/v1/reconciliation/sheets/" + day).text()).contains("anze-reconciliation-sheet/1");
    }

    @Test
    void agreesWithARecipientOnWhatItWasGiven() throws IOException {
        send(SharedGateway.get().senders().https("insurer-wu"), "WUGIVEN");
        SharedGateway.recipients();
        PartyClient platform = SharedGateway.get().senders().https("platform-shanxi");

        // Others send, too: what is compared may have grown between two questions.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String day = LocalDate.now(ZoneOffset.ofHours(8)).toString();
            JsonNode tree = JSON.readTree(platform.get("/api/v1/reconciliation/delivered/policy/" + day + "/tree")
                    .body());
            assertThat(tree.path("count").asLong()).as(tree.toString()).isPositive();
            JsonNode result = JSON.readTree(platform.post(
                                    "/api/v1/reconciliation",
                                    "text/csv",
                                    ("direction,type,day,count,digest\ndelivered,policy," + day + ","
                                                    + tree.get("count").asLong() + ","
                                                    + tree.get("hash").asString() + "\n")
                                            .getBytes(StandardCharsets.UTF_8))
                            .body())
                    .path("results")
                    .path(0);
            assertThat(result.path("verdict").asString("")).isEqualTo("EQUAL");
        });
    }

    /** Two policies in Datong; returns the day of the receipt. */
    private static String send(PartyClient client, String prefix) throws IOException {
        byte[] body = SamplePolicies.lines(prefix, 0, 2, "140212", "03");
        PartyClient.Answer answer = client.submit(
                prefix, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode receipt = JSON.readTree(answer.body()).path("body");
        assertThat(receipt.path("accepted").asLong()).as(receipt.toString()).isEqualTo(2);
        return receipt.get("receivedAt").asString().substring(0, 10);
    }
}
