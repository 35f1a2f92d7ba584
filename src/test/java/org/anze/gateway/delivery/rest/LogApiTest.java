package org.anze.gateway.delivery.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogApiTest {

    private final PartyDoor door = PartyDoor.open();
    private final PartyClient client = door.client(SampleHttpParties.PLATFORM);

    @Test
    void givesTheNewestCheckpointUncached() throws Exception {
        PartyClient.Answer answer = client.get("/log/checkpoint");

        assertThat(answer.text()).startsWith("anze.example/demo\n3\n").endsWith("\n");
        assertThat(answer.header("content-type")).hasValue("text/plain;charset=UTF-8");
        assertThat(answer.header("cache-control")).hasValue("no-store");
    }

    @Test
    void givesTilesForEver() throws Exception {
        PartyClient.Answer answer = client.get("/log/tile/0/000.p/3");

        assertThat(answer.body()).hasSize(96);
        assertThat(answer.header("cache-control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/log/tile/0/000",
                "/log/tile/0/001.p/1",
                "/log/tile/9/x",
                "/log/tile/",
                "/log/consistency?from=1&to=4"
            })
    void knowsNoOtherTiles(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(404);
    }

    @Test
    void provesConsistency() throws Exception {
        assertThat(client.get("/log/consistency?from=1&to=3").text())
                .isEqualTo("{\"from\":1,\"to\":3,\"hashes\":[\"AQID\"]}");
    }

    @Test
    void wantsBothSizes() throws Exception {
        assertThat(client.get("/log/consistency?from=1").status()).isEqualTo(400);
    }

    @Test
    void isForPartiesOnly() throws Exception {
        assertThat(PartyClient.withCertificate(door.uri(), door.tls().anonymousClient())
                        .get("/log/checkpoint")
                        .status())
                .isEqualTo(401);
    }
}
