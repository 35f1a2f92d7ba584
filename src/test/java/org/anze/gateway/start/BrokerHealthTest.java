package org.anze.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** What readiness says of an external broker under the address that deploy/ ships. */
class BrokerHealthTest {

    private static final BrokerAccess ACCESS =
            BrokerAccess.ownAddressesOnly((user, secret) -> new String(secret).equals("right"));

    @TempDir
    private Path folder;

    @Test
    void noticesThatTheBrokerHasGoneAndThatItIsBack() {
        int port;
        BrokerHealth health;
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, BrokerPorts.anyFree(), ACCESS)) {
            broker.start();
            port = broker.ports().core();
            String url = "tcp://127.0.0.1:" + port + "?reconnectAttempts=-1";
            health = BrokerHealth.of(url, "node", "right");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(BrokerHealth.of(url, "node", "wrong").health().getStatus())
                    .isEqualTo(Status.DOWN);
        }
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

        try (EmbeddedBroker again = new EmbeddedBroker(folder, new BrokerPorts(port, 0, 0, 0), ACCESS)) {
            again.start();
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        }
    }
}
