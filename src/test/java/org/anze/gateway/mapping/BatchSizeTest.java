package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The results of a batch stay bounded, whatever its mapping makes of one raw record. */
class BatchSizeTest {

    private static Mappings mappings;

    @BeforeAll
    static void read() throws Exception {
        mappings = Mappings.load(
                Path.of("src/test/resources/mappings-lab"),
                RecordDefinitions.load(),
                CodeTables.load(Path.of("codes")));
    }

    @Test
    void takesManyRawRecordsThatBecomeOneOrAFewEach() {
        assertThat(size("canonical-policy")).isEqualTo(500);
        // Two tables, of which the type of the row chooses one.
        assertThat(size("changes")).isEqualTo(500);
    }

    @Test
    void takesFewRawRecordsThatAreTakenApart() {
        assertThat(size("visits")).isBetween(10, 20);
        assertThat(size("year-list")).isBetween(5, size("visits"));
    }

    private static int size(String mapping) {
        return mappings.find("insurer-lab", mapping).orElseThrow().batchSize();
    }
}
