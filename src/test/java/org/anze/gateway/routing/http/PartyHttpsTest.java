package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class PartyHttpsTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(PartyHttps.class)
    static class Settings {}

    @Test
    void hasSafeDefaults() {
        context.run(running -> assertThat(running.getBean(PartyHttps.class))
                .isEqualTo(new PartyHttps(
                        "127.0.0.1",
                        8443,
                        Path.of("data/pki/server.crt"),
                        Path.of("data/pki/server.key"),
                        Path.of("data/pki/tls-ca.crt"),
                        DataSize.ofMegabytes(256),
                        DataSize.ofMegabytes(32),
                        DataSize.ofMegabytes(16),
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(10),
                        DataSize.ofKilobytes(8),
                        Duration.ofSeconds(20),
                        32,
                        4,
                        64,
                        512)));
    }

    @Test
    void takesEveryKey() {
        Map<String, String> keys = new HashMap<>();
        keys.put("address", "127.0.0.2");
        keys.put("port", "9");
        keys.put("certificate", "a");
        keys.put("private-key", "b");
        keys.put("trust", "c");
        keys.put("largest-submission", "1B");
        keys.put("largest-legacy-message", "2B");
        keys.put("largest-signed-message", "3B");
        keys.put("largest-request", "4B");
        keys.put("body-grace", "5s");
        keys.put("slowest-body", "6B");
        keys.put("idle-timeout", "7s");
        keys.put("requests-per-party", "8");
        keys.put("signed-requests", "9");
        keys.put("threads", "10");
        keys.put("connections", "11");
        String[] pairs = keys.entrySet().stream()
                .map(key -> "anze.https." + key.getKey() + "=" + key.getValue())
                .toArray(String[]::new);

        context.withPropertyValues(pairs).run(running -> assertThat(running.getBean(PartyHttps.class))
                .isEqualTo(new PartyHttps(
                        "127.0.0.2",
                        9,
                        Path.of("a"),
                        Path.of("b"),
                        Path.of("c"),
                        DataSize.ofBytes(1),
                        DataSize.ofBytes(2),
                        DataSize.ofBytes(3),
                        DataSize.ofBytes(4),
                        Duration.ofSeconds(5),
                        DataSize.ofBytes(6),
                        Duration.ofSeconds(7),
                        8,
                        9,
                        10,
                        11)));
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        context.withPropertyValues("anze.https.prot=8443").run(running -> {
            assertThat(running).hasFailed();
            assertThatThrownBy(() -> running.getBean(PartyHttps.class)).hasStackTraceContaining("prot");
        });
    }
}
