package org.anze.gateway.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reconciliation through the real door: what reaches the desk, and what never does. */
class ReconciliationDoorTest {

    private static final PartyDoor DOOR = PartyDoor.open();

    @BeforeEach
    void forget() {
        DOOR.reconciliation().take();
    }

    @Test
    void asksForWhatTheAddressSays() throws Exception {
        assertThat(get("/api/v1/reconciliation?day=2026-11-22").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/reconciliation/delivered/policy/2026-11-22/tree?from=P%2F1&to=P%E4%BF%9D&compare=keys")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/reconciliation/results/17?after=200").statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/reconciliation/sheets/2026-11-22").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/reconciliation/sheets/2026-11-22?format=xlsx").statusCode())
                .isEqualTo(200);
        assertThat(post("application/json", "{}").statusCode()).isEqualTo(200);
        assertThat(post("text/csv; charset=UTF-8", "direction").statusCode()).isEqualTo(200);

        assertThat(DOOR.reconciliation().take())
                .containsExactly(
                        "ministry null figures 2026-11-22",
                        "ministry null tree DELIVERED POLICY 2026-11-22 P/1 P保 KEYS",
                        "ministry null result 17 200",
                        "ministry null sheet 2026-11-22",
                        "ministry null workbook 2026-11-22",
                        "ministry null compare json {}",
                        "ministry null compare csv direction");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/reconciliation",
                "/api/v1/reconciliation?day=2026-02-30",
                "/api/v1/reconciliation?day=2026-11-22&day=2026-11-21",
                "/api/v1/reconciliation?day=2026-11-22&purpose=SUP",
                "/api/v1/reconciliation?day=2026-11-22&party=insurer-wu",
                "/api/v1/reconciliation/sent/policy/2026-11-22/tree?from=",
                "/api/v1/reconciliation/sent/policy/2026-11-22/tree?compare=all",
                "/api/v1/reconciliation/SENT/policy/2026-11-22/tree",
                "/api/v1/reconciliation/sent/Policy/2026-11-22/tree",
                "/api/v1/reconciliation/sent/policy/2026-11-31/tree",
                "/api/v1/reconciliation/sent/policy/tree",
                "/api/v1/reconciliation/results/x",
                "/api/v1/reconciliation/results/-1",
                "/api/v1/reconciliation/results/1?after=-1",
                "/api/v1/reconciliation/sheets/2026-11-22?format=pdf",
                "/api/v1/reconciliation/sheets/today",
            })
    void refusesWhatIsNotExactlyAsDocumented(String address) throws Exception {
        HttpResponse<String> answer = get(address);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(DOOR.reconciliation().take()).isEmpty();
    }

    @Test
    void refusesAnotherMediaType() throws Exception {
        assertThat(post("application/xml", "<a/>").statusCode()).isEqualTo(415);
        assertThat(DOOR.reconciliation().take()).isEmpty();
    }

    @Test
    void answersNobodyWithoutCredentials() throws Exception {
        HttpRequest request =
                DOOR.request("/api/v1/reconciliation?day=2026-11-22").build();

        assertThat(DOOR.sendAnonymously(request).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return DOOR.send(SampleHttpParties.MINISTRY, DOOR.request(address).build());
    }

    private static HttpResponse<String> post(String type, String body) throws Exception {
        return DOOR.send(
                SampleHttpParties.MINISTRY,
                DOOR.request("/api/v1/reconciliation")
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }
}
