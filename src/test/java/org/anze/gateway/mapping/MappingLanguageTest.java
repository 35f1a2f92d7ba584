package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows by samples what the language can say: several tables, items of lists, expressions, what is left out. */
class MappingLanguageTest {

    private static final Path FOLDER = Path.of("src/test/resources/mappings-lab");
    private static final MappingSamples SAMPLES = new MappingSamples(FOLDER);

    private static Mappings mappings;

    @BeforeAll
    static void load() throws IOException {
        mappings = Mappings.load(FOLDER, RecordDefinitions.load(), CodeTables.load(Path.of("codes")));
    }

    static List<Path> samples() throws IOException {
        return SAMPLES.all();
    }

    @Test
    void everyMappingIsSoundAndHasSamples() throws IOException {
        assertThat(mappings.broken()).isEmpty();
        assertThat(SAMPLES.sampled()).containsExactlyInAnyOrderElementsOf(mappings.names());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesWhatItsSampleExpects(Path sample) throws IOException {
        String party = SAMPLES.party(sample);
        Party sender = new Party(
                party,
                PartyType.INS,
                new Party.Name("试验保险", "Lab Insurer"),
                "91140106MAYY000693",
                List.of(),
                null,
                null,
                List.of());
        Mapping mapping = mappings.find(party, SAMPLES.mapping(sample)).orElseThrow();
        SAMPLES.prove(sample, mapping, sender);
    }
}
