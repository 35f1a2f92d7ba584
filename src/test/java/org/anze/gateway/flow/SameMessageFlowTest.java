package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anze.gateway.demo.PartyClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same message from two threads at once, again and again ({@code -Danze.same.times}): one acceptance each; other bytes under
 * its id: a conflict.
 */
class SameMessageFlowTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TIMES = Integer.getInteger("anze.same.times", 250);

    @Test
    void acceptsAMessageOnceThatTwoThreadsSendAtTheSameMoment() throws Exception {
        PartyClient client = SharedGateway.get().senders().https("insurer-wu");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            for (int i = 0; i < TIMES; i++) {
                String id = "TWICE-" + i;
                byte[] body = SamplePolicies.json("WUTWICE" + i, "330382", "03").getBytes(StandardCharsets.UTF_8);
                Callable<PartyClient.Answer> send = () -> {
                    together.await();
                    return client.submit(
                            id, "application/json", "canonical-policy", () -> new ByteArrayInputStream(body));
                };
                Future<PartyClient.Answer> first = threads.submit(send);
                Future<PartyClient.Answer> second = threads.submit(send);

                assertThat(first.get().status()).as(first.get().text()).isEqualTo(200);
                assertThat(second.get().body()).isEqualTo(first.get().body());
                JsonNode receipt = JSON.readTree(first.get().body()).path("body");
                assertThat(receipt.path("accepted").asLong()
                                + receipt.path("duplicate").asLong())
                        .isEqualTo(1);
                assertThat(receipt.path("accepted").asLong())
                        .as(receipt.toString())
                        .isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesOtherBytesUnderAnIdThatWasUsed() throws Exception {
        PartyClient client = SharedGateway.get().senders().https("insurer-wu");
        byte[] first = SamplePolicies.json("WUCONFLICT1", "330382", "03").getBytes(StandardCharsets.UTF_8);
        byte[] other = SamplePolicies.json("WUCONFLICT2", "330382", "03").getBytes(StandardCharsets.UTF_8);

        client.submit("CONFLICT", "application/json", "canonical-policy", () -> new ByteArrayInputStream(first));
        PartyClient.Answer answer = client.submit(
                "CONFLICT", "application/json", "canonical-policy", () -> new ByteArrayInputStream(other));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("INT-0101").contains("报送批次号");
    }
}
