package org.anze.gateway.identity.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.identity.revocation.RevocationSetting.Mode;
import org.anze.gateway.pki.Pem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustFileTest {

    @TempDir
    Path folder;

    private Path yaml;
    private TrustFile trust;

    @BeforeEach
    void write() throws Exception {
        yaml = folder.resolve("trust.yaml");
        trust = new TrustFile(yaml, folder.resolve("ca.crt"));
        Files.write(folder.resolve("ca.crt"), pem("CA", Kind.EC));
        Files.write(folder.resolve("sm2.crt"), pem("SM2 CA", Kind.SM2));
    }

    @Test
    void takesThePemFileWithTheUsualSettingWhereNothingElseIsSaid() {
        assertThat(trust.get()).singleElement().satisfies(authority -> assertThat(authority.revocation())
                .isEqualTo(RevocationSetting.USUAL));
        assertThat(trust.get()).isSameAs(trust.get());
    }

    @Test
    void readsTheSettingOfEachAuthority() throws Exception {
        Files.writeString(yaml, """
                authorities:
                  - certificates: ca.crt
                    revocation: require
                    lists: [ca.crl, "http://127.0.0.1:1/ca.crl"]
                    responder: http://127.0.0.1:1/ocsp
                  - certificates: sm2.crt
                    revocation: allow-when-unreachable
                    atMost: PT6H
                """);

        assertThat(trust.get()).hasSize(2);
        RevocationSetting first = trust.get().get(0).revocation();
        assertThat(first.mode()).isEqualTo(Mode.REQUIRE);
        assertThat(first.lists())
                .containsExactly(
                        folder.resolve("ca.crl").toAbsolutePath().normalize().toUri(),
                        java.net.URI.create("http://127.0.0.1:1/ca.crl"));
        assertThat(trust.get().get(1).revocation().atMost()).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "'off'"})
    void readsOff(String off) throws Exception {
        Files.writeString(yaml, "authorities: [{certificates: ca.crt, revocation: " + off + "}]");

        assertThat(trust.get().get(0).revocation().mode()).isEqualTo(Mode.OFF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorities: []",
                "authorities: [{revocation: require}]",
                "authorities: [{certificates: missing.crt}]",
                "authorities: [{certificates: ca.crt, revocation: sometimes}]",
                "authorities: [{certificates: ca.crt, atMost: PT1000H}]",
                "authorities: [{certificates: ca.crt, revokation: require}]",
                "nonsense"
            })
    void doesNotStartWithAFileThatIsBroken(String content) throws Exception {
        Files.writeString(yaml, content);

        assertThatThrownBy(() -> trust.get()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsTheFormerAuthoritiesWhenAFileIsEmptied() throws Exception {
        List<TrustedAuthority> before = trust.get();
        Files.writeString(folder.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");

        // The files are looked at every two seconds.
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .during(Duration.ofMillis(2500))
                .untilAsserted(() -> assertThat(trust.get()).isSameAs(before));
    }

    private static byte[] pem(String name, Kind kind) {
        return Pem.encode(SampleAuthority.root(name, kind, Instant.now()).certificate());
    }
}
