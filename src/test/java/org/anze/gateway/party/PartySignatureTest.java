package org.anze.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartySignatureTest {

    @TempDir
    private Path folder;

    private Parties load(String intake) throws IOException {
        Path party = Files.createDirectories(folder.resolve("insurer"));
        Files.writeString(
                party.resolve("party.yaml"),
                "id: insurer\ntype: INS\nname: {zh: 甲, en: Jia}\nuscc: 91140105MAWX0011X4\nintake:\n  rest: true\n"
                        + intake);
        return Parties.load(folder);
    }

    private Party.Intake intake(String text) throws IOException {
        return Objects.requireNonNull(load(text).find("insurer").orElseThrow().intake());
    }

    @Test
    void asksForNoSignatureUnlessTheFileSaysSo() throws IOException {
        assertThat(intake("").signature()).isEqualTo(Party.SignatureRule.OPTIONAL);
        assertThat(intake("  signature: optional\n").signature()).isEqualTo(Party.SignatureRule.OPTIONAL);
        assertThat(intake("  signature: required\n").signature()).isEqualTo(Party.SignatureRule.REQUIRED);
    }

    @Test
    void stopsAPartyWhoseFileSaysSomethingElse() throws IOException {
        for (String wrong : new String[] {"yes", "REQUIRED", "require"}) {
            assertThat(load("  signature: " + wrong + "\n").broken()).as(wrong).containsKey("insurer");
        }
    }

    @Test
    void mayWaitForTheSignatureOfAFile() throws IOException {
        Party.SftpDrop drop = Objects.requireNonNull(
                intake("  sftp:\n    trigger: ON_SIGNATURE\n").sftp());
        assertThat(drop.trigger()).isEqualTo(Party.SftpDrop.Trigger.ON_SIGNATURE);
    }
}
