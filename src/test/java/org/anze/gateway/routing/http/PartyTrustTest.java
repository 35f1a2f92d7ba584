package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.pki.PkiLayout;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartyTrustTest {

    private static final String NOTHING = "/api/v1/submissions/none";
    private final PartyDoor door = PartyDoor.open();
    private final PartyConnector connector = door.bean("partyConnector", PartyConnector.class);
    private SSLContext foreigner;

    @Test
    void followsTheAuthoritiesWithoutARestart() throws Exception {
        Path trust = door.layout().tlsAuthority();
        byte[] before = Files.readAllBytes(trust);
        foreigner = TlsSamples.foreignKeyOwnTrust(door);
        assertThatThrownBy(this::asForeigner).isInstanceOf(IOException.class);
        try {
            byte[] other = Files.readAllBytes(new PkiLayout(Path.of("target", "party-door-foreign")).tlsAuthority());
            Files.write(trust, other, StandardOpenOption.APPEND);
            follow(2);
            assertThat(asForeigner()).isEqualTo(404);
            assertThat(door.client(SampleHttpParties.WU).get(NOTHING).status()).isEqualTo(404);

            Files.writeString(trust, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
            follow(2);
            assertThat(asForeigner()).isEqualTo(404);
        } finally {
            Files.write(trust, before);
            follow(1);
        }
        assertThatThrownBy(this::asForeigner).isInstanceOf(IOException.class);
        assertThat(door.client(SampleHttpParties.WU).get(NOTHING).status()).isEqualTo(404);
    }

    /** As the gateway does every few seconds; the file is looked at as often. */
    private void follow(int authorities) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .during(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    connector.followTrust();
                    return connector.trusted() == authorities;
                });
    }

    private int asForeigner() throws Exception {
        return PartyClient.withCertificate(door.uri(), foreigner).get(NOTHING).status();
    }
}
