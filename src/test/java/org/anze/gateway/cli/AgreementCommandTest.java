package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AgreementCommandTest {

    private static final String NEW_TRANSPORT = "agreement new SEC sector-transport --id supervision-transport"
            + " --document 晋安责共享〔2026〕9号 --approved-by 共享办公室 --from 2026-12-01 --to 2029-11-30";

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copyTheFolders() throws IOException {
        for (String folder : List.of("parties", "codes")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Path copy = home.resolve(file.toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
        }
    }

    private int run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--home", home.toString()));
        return new CommandLine(new Commands())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private Path file() {
        return home.resolve("parties/sector-transport/agreements/supervision-transport.yaml");
    }

    @Test
    void writesAnAgreementThatLoads() throws IOException {
        assertThat(run(NEW_TRANSPORT, "--sector", "05")).as(err.toString()).isZero();
        Parties parties = Parties.load(home.resolve("parties"));
        Agreements agreements = Agreements.load(home.resolve("parties"), RecordDefinitions.load(), parties);
        assertThat(agreements.broken()).isEmpty();
        Agreement agreement = agreements.of("sector-transport").get(0);
        assertThat(agreement.coverage().regions()).containsExactly("14");
        assertThat(agreement.coverage().sectors()).containsExactly("05");
        assertThat(agreement.docRef()).isEqualTo("晋安责共享〔2026〕9号");
        assertThat(agreement.recordsPerDay()).isEqualTo(100_000);
    }

    @Test
    void writesNothingThatWouldBeRefused() {
        assertThat(run(NEW_TRANSPORT)).isEqualTo(1);
        assertThat(err.toString()).contains("scope.sectors");
        assertThat(run(NEW_TRANSPORT, "--sector", "5")).isEqualTo(1);
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesWhatOverlapsAnAgreementThatIsThere() throws IOException {
        Path existing = home.resolve("parties/sector-hazchem/agreements");
        String command = NEW_TRANSPORT.replace("sector-transport", "sector-hazchem");
        assertThat(run(command, "--sector", "03,05")).isEqualTo(1);
        try (Stream<Path> files = Files.list(existing)) {
            assertThat(files).hasSize(1);
        }
        assertThat(run(command, "--sector", "05")).as(err.toString()).isZero();
    }

    @Test
    void neverOverwritesAFileNorLeavesItsFolder() throws IOException {
        assertThat(run(NEW_TRANSPORT, "--sector", "05")).isZero();
        byte[] before = Files.readAllBytes(file());
        assertThat(run(NEW_TRANSPORT, "--sector", "06")).isEqualTo(2);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(run(NEW_TRANSPORT.replace("supervision-transport", "../party"), "--sector", "05"))
                .isEqualTo(2);
        assertThat(run(NEW_TRANSPORT.replace(" sector-transport", " ../etc"), "--sector", "05"))
                .isEqualTo(2);
        assertThat(run(NEW_TRANSPORT.replace("SEC", "PRV"), "--sector", "05")).isEqualTo(2);
    }
}
