package org.anze.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.anze.gateway.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymKeyFolderTest {

    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(NOON);
    private PseudonymKeyFolder keys;

    @BeforeEach
    void oneKeyPerPurpose() throws IOException {
        write("SUP.key", "11".repeat(32));
        write("CLM.key", "22".repeat(32));
        keys = new PseudonymKeyFolder(folder, clock);
    }

    @Test
    void cannotBeJoinedOverTwoPurposes() {
        assertThat(pseudonym(Purpose.SUP)).hasSize(64).isNotEqualTo(pseudonym(Purpose.CLM));
    }

    @Test
    void takesANewerKeyWithinAMinuteAndSaysSo() throws IOException {
        String before = pseudonym(Purpose.SUP);
        write("SUP-2.key", "33".repeat(32));
        write("SUP-10.key", "44".repeat(32));
        assertThat(pseudonym(Purpose.SUP)).isEqualTo(before);

        clock.pass(Duration.ofMinutes(1));

        assertThat(keys.current("SUP").version()).isEqualTo(10);
        assertThat(pseudonym(Purpose.SUP)).startsWith("v10:").doesNotContain(before);
        assertThat(pseudonym(Purpose.CLM)).hasSize(64);
    }

    @Test
    void makesNoPseudonymWithAnOldKeyWhenTheNewestCannotBeRead() throws IOException {
        write("SUP-2.key", "not hexadecimal");

        assertThatThrownBy(() -> pseudonym(Purpose.SUP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUP-2.key")
                .hasMessageNotContaining("not hexadecimal");
    }

    @Test
    void refusesAShortKey() throws IOException {
        write("SUP-2.key", "33".repeat(15));

        assertThatThrownBy(() -> pseudonym(Purpose.SUP)).isInstanceOf(IllegalStateException.class);
    }

    private String pseudonym(Purpose purpose) {
        return new Disguise(keys, purpose, Agreement.Persons.PSEUDONYMISED, false).pseudonym("110101190001010006");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
