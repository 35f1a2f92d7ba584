package org.anze.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartiesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "---\n", "~", "[]", "id: broken", "regions: [~]", "\t", "id: {a: b}"})
    void stopsOnlyThePartyWhoseFileIsBroken(String content) throws IOException {
        write("broken", content);
        write("sound", "id: sound\ntype: CTY\nname: {zh: 市, en: City}\nuscc: 11140200MBXX001232\n");

        Parties parties = Parties.load(folder);

        assertThat(parties.all()).extracting(Party::id).containsExactly("sound");
        assertThat(parties.broken()).containsOnlyKeys("broken");
    }

    private void write(String party, String content) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(party)).resolve("party.yaml"), content);
    }
}
