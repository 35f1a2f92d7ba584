package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anze.gateway.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartySecretsTest {

    @TempDir
    Path data;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));
    private PartySecrets secrets;

    @BeforeEach
    void keepASecret() throws Exception {
        keep("broker-1", "correct horse");
        secrets = new PartySecrets(data, clock);
    }

    @Test
    void acceptsTheRightSecretAndNoOther() {
        assertThat(verify("broker-1", "correct horse")).isTrue();
        assertThat(verify("broker-1", "correct horse")).isTrue();
        assertThat(verify("broker-1", "correct horsf")).isFalse();
        assertThat(verify("broker-1", "")).isFalse();
        assertThat(verify("broker-1", "x".repeat(100_000))).isFalse();
    }

    /** It stands in a token that one node issued, and that the others, and this one after a restart, are shown. */
    @Test
    void knowsTheMarksOfEveryProcessWithTheSameKey() {
        byte[] marks = new byte[32];
        PartySecrets issuing = new PartySecrets(data, clock, marks);
        PartySecrets other = new PartySecrets(data, clock, marks.clone());
        String mark = issuing.verify("broker-1", "correct horse".toCharArray(), Duration.ZERO)
                .orElseThrow();

        assertThat(other.stands("broker-1", mark)).isTrue();
        assertThat(other.stands("broker-2", mark)).isFalse();
        assertThat(secrets.stands("broker-1", mark)).isFalse();
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
    void takesTheOldSecretBesideTheNewOneUntilItsLastDayIsOver() throws Exception {
        String first = Files.readString(hashOf("broker-1")).strip();
        String before = mark("broker-1", "correct horse").orElseThrow();

        Files.writeString(hashOf("broker-1"), first + " until=2026-11-23\n" + line("battery staple") + "\n");
        assertThat(mark("broker-1", "correct horse")).hasValue(before);
        String after = mark("broker-1", "battery staple").orElseThrow();
        assertThat(after).isNotEqualTo(before);
        assertThat(verify("broker-1", "wrong")).isFalse();
        assertThat(secrets.stands("broker-1", before)).isTrue();
        assertThat(secrets.stands("broker-1", after)).isTrue();

        // 23:59 in China.
        clock.pass(Duration.ofHours(31).plusMinutes(59));
        assertThat(secrets.stands("broker-1", before)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(secrets.stands("broker-1", before)).isFalse();
        assertThat(verify("broker-1", "correct horse")).isFalse();
        assertThat(verify("broker-1", "battery staple")).isTrue();
        assertThat(secrets.stands("broker-1", after)).isTrue();
    }

    @Test
    void remembersBothSecretsOfAnOverlap() throws Exception {
        String first = Files.readString(hashOf("broker-1")).strip();
        Files.writeString(hashOf("broker-1"), line("battery staple") + "\n" + first + " until=2026-11-23\n");

        long start = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            assertThat(verify("broker-1", "correct horse")).isTrue();
            assertThat(verify("broker-1", "battery staple")).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LINE\nLINE",
                "LINE until=2026-11-23\nLINE until=2026-11-24\nLINE",
                "LINE until=tomorrow\nLINE",
                "LINE until=2026-11-23 \n until=2026-11-23",
                "LINE from=2026-11-23",
                "LINE\nrubbish until=2026-11-23"
            })
    void takesNoSecretOfAFileThatIsWrongInPart(String file) throws Exception {
        Files.writeString(hashOf("broker-1"), file.replace("LINE", line("correct horse")));

        assertThatIllegalArgumentException().isThrownBy(() -> verify("broker-1", "correct horse"));
        assertThatIllegalArgumentException().isThrownBy(() -> secrets.stands("broker-1", "any"));
    }

    @Test
    void refusesABrokenFileWithoutQuotingIt() throws Exception {
        Files.delete(hashOf("broker-1"));
        Files.writeString(hashOf("broker-1"), "plain-text-secret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> verify("broker-1", "plain-text-secret"))
                .withMessageNotContaining("plain-text-secret");
    }

    /** Each holds a thread of the party port, and anybody can ask. */
    @Test
    void refusesAtOnceToCheckMoreThanAFew() throws Exception {
        Files.writeString(
                hashOf("broker-1"), line("correct horse").replaceFirst("\\$210000\\$", "\\$1000000\\$") + "\n");
        keep("broker-2", "other");
        ExecutorService asking = Executors.newFixedThreadPool(12);
        CountDownLatch together = new CountDownLatch(12);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String wrong = "wrong " + i;
                answers.add(asking.submit(() -> {
                    together.countDown();
                    together.await();
                    try {
                        return verify("broker-1", wrong);
                    } catch (PartySecrets.Busy busy) {
                        return true;
                    }
                }));
            }
            together.await();

            assertThat(verify("broker-2", "other")).isTrue();
            int busy = 0;
            for (Future<Boolean> answer : answers) {
                busy += answer.get() ? 1 : 0;
            }
            assertThat(busy).isBetween(1, 7);
        } finally {
            asking.shutdownNow();
        }
    }

    @Test
    void saltsEqualSecretsDifferently() {
        assertThat(SecretHash.of("same".toCharArray()).line())
                .isNotEqualTo(SecretHash.of("same".toCharArray()).line());
    }

    private boolean verify(String party, String secret) {
        return mark(party, secret).isPresent();
    }

    private Optional<String> mark(String party, String secret) {
        return secrets.verify(party, secret.toCharArray(), Duration.ZERO);
    }

    private static String line(String secret) {
        return SecretHash.of(secret.toCharArray()).line();
    }

    private void keep(String party, String secret) throws Exception {
        Files.createDirectories(hashOf(party).getParent());
        Files.writeString(hashOf(party), SecretHash.of(secret.toCharArray()).line() + "\n");
    }

    private Path hashOf(String party) {
        return new PkiLayout(data).credentials(party).secretHash();
    }
}
