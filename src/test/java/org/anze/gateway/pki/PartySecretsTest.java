package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartySecretsTest {

    @TempDir
    Path data;

    private PartySecrets secrets;

    @BeforeEach
    void keepASecret() throws Exception {
        keep("broker-1", "correct horse");
        secrets = new PartySecrets(data);
    }

    @Test
    void acceptsTheRightSecretAndNoOther() {
        assertThat(verify("broker-1", "correct horse")).isTrue();
        assertThat(verify("broker-1", "correct horse")).isTrue();
        assertThat(verify("broker-1", "correct horsf")).isFalse();
        assertThat(verify("broker-1", "")).isFalse();
        assertThat(verify("broker-1", "x".repeat(100_000))).isFalse();
    }

    @Test
    void refusesAnUnknownPartyAndANameThatIsAPath() throws Exception {
        keep("broker-2", "other");
        assertThat(verify("nobody", "correct horse")).isFalse();
        assertThat(verify("../credentials/broker-1", "correct horse")).isFalse();
        assertThat(verify("broker-2", "correct horse")).isFalse();
    }

    @Test
    void forgetsARememberedSecretWhenItsFileChanges() throws Exception {
        assertThat(verify("broker-1", "correct horse")).isTrue();

        Files.delete(hashOf("broker-1"));
        assertThat(verify("broker-1", "correct horse")).isFalse();

        keep("broker-1", "battery staple");
        assertThat(verify("broker-1", "correct horse")).isFalse();
        assertThat(verify("broker-1", "battery staple")).isTrue();
    }

    @Test
    void remembersARightSecretSoThatTheNextCheckIsFast() {
        verify("broker-1", "correct horse");

        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(verify("broker-1", "correct horse")).isTrue();
        }
        // A thousand slow checks would take more than a minute.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void refusesABrokenFileWithoutQuotingIt() throws Exception {
        Files.delete(hashOf("broker-1"));
        Files.writeString(hashOf("broker-1"), "plain-text-secret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> verify("broker-1", "plain-text-secret"))
                .withMessageNotContaining("plain-text-secret");
    }

    @Test
    void saltsEqualSecretsDifferently() {
        assertThat(SecretHash.of("same".toCharArray()).line())
                .isNotEqualTo(SecretHash.of("same".toCharArray()).line());
    }

    private boolean verify(String party, String secret) {
        return secrets.verify(party, secret.toCharArray());
    }

    private void keep(String party, String secret) throws Exception {
        Files.createDirectories(hashOf(party).getParent());
        Files.writeString(hashOf(party), SecretHash.of(secret.toCharArray()).line() + "\n");
    }

    private Path hashOf(String party) {
        return new PkiLayout(data).credentials(party).secretHash();
    }
}
