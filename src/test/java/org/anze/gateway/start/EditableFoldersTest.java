package org.anze.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.change.ApprovedAgreements;
import org.anze.gateway.access.change.InForce;
import org.anze.gateway.access.change.ProposedTexts;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.Regions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditableFoldersTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final String RECIPIENT = "city-datong";

    /** What is on disk counts at once. */
    private static final ApprovedAgreements EVERYTHING_APPROVED = new ApprovedAgreements() {
        @Override
        public InForce follow(ProposedTexts proposed, Parties parties, Regions regions) {
            return new InForce(
                    parties,
                    Agreements.load(proposed.texts(), DEFINITIONS, parties, regions),
                    List.of(),
                    REVISION.get());
        }

        @Override
        public long revision() {
            return REVISION.get();
        }
    };

    private static final AtomicLong REVISION = new AtomicLong();

    @TempDir
    private Path home;

    private EditableFolders folders;

    @BeforeEach
    void copy() throws IOException {
        for (String folder : new String[] {"parties", "mappings", "jurisdictions", "codes"}) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, home.resolve(file.toString()));
                }
            }
        }
        folders = new EditableFolders(new HomeSettings(home.toString(), "unused"), DEFINITIONS, EVERYTHING_APPROVED);
        folders.reloadIfChanged();
    }

    @Test
    void readsAChangeOnceItHasStoodStillForOneLook() throws IOException {
        Path agreement = home.resolve("parties/" + RECIPIENT + "/agreements/supervision-datong.yaml");
        String text = Files.readString(agreement);
        Files.delete(agreement);
        folders.reloadIfChanged();
        assertThat(folders.current().agreements().of(RECIPIENT)).hasSize(1);

        // An editor that saves by deleting and writing: nobody has withdrawn anything.
        Files.writeString(agreement, text.replace("version: 1", "version: 2"));
        folders.reloadIfChanged();
        assertThat(version()).isEqualTo(1);

        folders.reloadIfChanged();
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void followsARevocationAlthoughACodeTableIsBroken() throws IOException {
        Files.delete(home.resolve("parties/" + RECIPIENT + "/agreements/supervision-datong.yaml"));
        Path profile = home.resolve("jurisdictions/national.yaml");
        Files.writeString(profile, "nonsense: [");

        assertThat(folders.reload().broken()).anyMatch(sentence -> sentence.startsWith("codes, jurisdictions"));
        assertThat(folders.otherFaults()).anyMatch(sentence -> sentence.startsWith("codes, jurisdictions"));

        assertThat(folders.current().agreements().of(RECIPIENT)).isEmpty();
    }

    @Test
    void doesNotStartWithABrokenCodeTable() throws IOException {
        Files.writeString(home.resolve("jurisdictions/national.yaml"), "nonsense: [");

        assertThatThrownBy(() -> new EditableFolders(
                        new HomeSettings(home.toString(), "unused"), DEFINITIONS, EVERYTHING_APPROVED))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void doesNotStartWhileTheFoldersAreBeingCopied() throws Exception {
        Path file = home.resolve("parties/" + RECIPIENT + "/party.yaml");
        String text = Files.readString(file);
        AtomicInteger written = new AtomicInteger();
        // Several, so that one of them writes whenever the reader does not.
        List<Thread> copying = Stream.generate(() -> new Thread(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        try {
                            Files.writeString(file, text + "\n# " + "x".repeat(written.incrementAndGet() % 50) + "\n");
                        } catch (IOException e) {
                            return;
                        }
                    }
                }))
                .limit(8)
                .toList();
        copying.forEach(Thread::start);
        Awaitility.await().until(() -> written.get() > 100);
        try {
            assertThatThrownBy(() -> new EditableFolders(
                            new HomeSettings(home.toString(), "unused"), DEFINITIONS, EVERYTHING_APPROVED))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stand still");
        } finally {
            copying.forEach(Thread::interrupt);
            for (Thread each : copying) {
                each.join();
            }
        }
    }

    @Test
    void readsAgainWhenAgreementsWereApprovedElsewhere() {
        AtomicInteger told = new AtomicInteger();
        folders.whenReloaded(read -> told.incrementAndGet());
        folders.reloadIfChanged();
        assertThat(told).hasValue(0);

        REVISION.incrementAndGet();
        folders.reloadIfChanged();
        folders.reloadIfChanged();

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsAgainWhoCouldNotFollow() throws IOException {
        AtomicInteger told = new AtomicInteger();
        folders.whenReloaded(read -> {
            if (told.incrementAndGet() == 1) {
                throw new IllegalStateException("sample");
            }
        });
        Path agreement = home.resolve("parties/" + RECIPIENT + "/agreements/supervision-datong.yaml");
        Files.writeString(agreement, Files.readString(agreement).replace("version: 1", "version: 2"));

        for (int look = 0; look < 4; look++) {
            folders.reloadIfChanged();
        }

        assertThat(told).hasValue(2);
        assertThat(version()).isEqualTo(2);
    }

    private int version() {
        return folders.current().agreements().of(RECIPIENT).get(0).version();
    }
}
