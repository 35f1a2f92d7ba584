package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.SharedGateway;
import org.anze.gateway.intake.ParkingFixture;
import org.anze.gateway.pki.PrivateFiles;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** In a whole gateway, a recipient that lost its records is given them again, in a parcel of its own. */
class ReplayFlowTest {

    private static final String RECIPIENT = "platform-shanxi";
    private static final String KEY = "WUREPLAYED1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void givesARecipientOnceMoreWhatItLost() throws Exception {
        GatewayProcess gateway = SharedGateway.get();
        DemoRecipients recipients = SharedGateway.recipients();
        Path folder = recipients.received(RECIPIENT).folder();
        gateway.senders()
                .exchangeOverRest(
                        "insurer-wu",
                        "REPLAYED",
                        "application/x-ndjson",
                        "canonical-policy",
                        ParkingFixture.policy(KEY).getBytes(StandardCharsets.UTF_8),
                        PATIENCE);
        Awaitility.await().atMost(PATIENCE).until(() -> parcelsWithIt(folder) == 1);
        long number = number(folder);
        Browser operator = new Browser(gateway.consolePort());
        operator.signIn("operator", PrivateFiles.readSecret(gateway.data().resolve("console/operator.password")));

        String page = operator.location(operator.submit(
                "/tasks",
                "/tasks",
                Map.of(
                        "kind", "REPLAY",
                        "party", RECIPIENT,
                        "from", String.valueOf(number),
                        "reason", "对方数据库损坏")));
        assertThat(page).matches("/tasks/[0-9]+");
        operator.submit(page, page + "/start", Map.of());

        Awaitility.await().atMost(PATIENCE).until(() -> operator.page(page).contains("data-state=\"DONE\""));
        Awaitility.await().atMost(PATIENCE).until(() -> parcelsWithIt(folder) == 2);
        assertThat(operator.page(page)).contains("data-outcome=\"GIVEN_AGAIN\"");
        assertThat(recipients.received(RECIPIENT).violations()).isEmpty();
    }

    private static long parcelsWithIt(Path folder) throws IOException {
        try (Stream<Path> files = parcels(folder)) {
            return files.count();
        }
    }

    private static long number(Path folder) throws IOException {
        try (Stream<Path> files = parcels(folder)) {
            return Long.parseLong(
                    files.findFirst().orElseThrow().getFileName().toString().substring(0, 9));
        }
    }

    private static Stream<Path> parcels(Path folder) throws IOException {
        return Files.list(folder)
                .filter(file -> file.toString().endsWith(".parcel.json"))
                .filter(file -> {
                    try {
                        return Files.readString(file).contains(KEY);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }
}
