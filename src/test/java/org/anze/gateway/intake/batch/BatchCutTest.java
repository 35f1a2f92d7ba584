package org.anze.gateway.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchCutTest {

    private static Mapping mapping;

    @BeforeAll
    static void readFolders() throws IOException {
        mapping = Mappings.load(Path.of("mappings"), RecordDefinitions.load(), CodeTables.load(Path.of("codes")))
                .find("insurer-wu", "canonical-policy")
                .orElseThrow();
    }

    /** How many records each batch of a submission has. */
    private static List<Integer> cut(int records, int characters) throws IOException {
        String line = "{\"policyNo\":\"P-1\",\"a\":\"%1$s\",\"b\":\"%1$s\",\"c\":\"%1$s\",\"d\":\"%1$s\"}\n"
                .formatted("x".repeat(characters / 4));
        BatchCut cut = new BatchCut(mapping);
        List<Integer> sizes = new ArrayList<>();
        try (RawReader reader =
                mapping.open(new ByteArrayInputStream(line.repeat(records).getBytes(StandardCharsets.UTF_8)))) {
            for (RawRecord next = reader.next(); next != null; next = reader.next()) {
                if (cut.isFull()) {
                    sizes.add(cut.take().size());
                }
                cut.add(next);
            }
        }
        sizes.add(cut.take().size());
        return sizes;
    }

    @Test
    void cutsByNumberWhatIsOfUsualSize() throws IOException {
        assertThat(cut(1200, 100)).containsExactly(500, 500, 200);
        assertThat(cut(500, 8000)).containsExactly(500);
    }

    @Test
    void holdsFewRecordsOfManyCharacters() throws IOException {
        assertThat(cut(10, 800_000)).containsExactly(6, 4);
    }
}
