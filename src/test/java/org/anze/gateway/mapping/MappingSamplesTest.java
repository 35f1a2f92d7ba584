package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.mapping.canonical.CanonicalMapping;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves every mapping by the samples beside it. A sample without an expectation fails and leaves what came out under
 * {@code target/mapping-samples/} for its author to read.
 */
class MappingSamplesTest {

    private static final MappingSamples SAMPLES = new MappingSamples(Path.of("mappings"));

    private static Mappings mappings;
    private static Parties parties;

    @BeforeAll
    static void load() throws IOException {
        mappings = Mappings.load(Path.of("mappings"), RecordDefinitions.load(), CodeTables.load(Path.of("codes")));
        parties = Parties.load(Path.of("parties"));
    }

    static List<Path> samples() throws IOException {
        return SAMPLES.all();
    }

    private static boolean isCanonical(String name) {
        return name.substring(name.indexOf('/') + 1).startsWith(CanonicalMapping.PREFIX);
    }

    @Test
    void everyMappingIsSoundAndHasSamples() throws IOException {
        assertThat(mappings.broken()).isEmpty();
        assertThat(SAMPLES.sampled())
                .filteredOn(name -> !isCanonical(name))
                .containsExactlyInAnyOrderElementsOf(mappings.names());
    }

    @Test
    void everyMappingThatAPartyMayNameExists() {
        assertThat(parties.broken()).isEmpty();
        for (Party party : parties.all()) {
            for (String name : named(party)) {
                assertThat(mappings.find(party.id(), name))
                        .as(party.id() + "/" + name)
                        .isPresent();
            }
        }
    }

    @Test
    void everyRecordTypeIsSentBySomebody() throws IOException {
        Set<RecordType> sent = EnumSet.noneOf(RecordType.class);
        for (Path sample : SAMPLES.all()) {
            Mapping mapping = mappings.find(SAMPLES.party(sample), SAMPLES.mapping(sample))
                    .orElseThrow();
            mapping.definitions().forEach(definition -> sent.add(definition.type()));
        }
        assertThat(sent).containsExactlyInAnyOrder(RecordType.values());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void givesWhatItsSampleExpects(Path sample) throws IOException {
        String party = SAMPLES.party(sample);
        Mapping mapping = mappings.find(party, SAMPLES.mapping(sample)).orElseThrow();
        SAMPLES.prove(sample, mapping, parties.find(party).orElseThrow());
    }

    private static List<String> named(Party party) {
        List<String> names = new ArrayList<>();
        Party.Intake intake = party.intake();
        if (intake != null) {
            names.addAll(intake.mappings());
            if (intake.mapping() != null) {
                names.add(intake.mapping());
            }
            if (intake.sftp() != null) {
                names.addAll(intake.sftp().files().values());
            }
        }
        return names;
    }
}
