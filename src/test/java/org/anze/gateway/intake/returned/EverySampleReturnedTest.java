package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.intake.returned.ReturnedSamples.Read;
import org.anze.gateway.mapping.source.Damaged;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample of every mapping, given back whole and sent in again untouched, is what it was, people included. */
class EverySampleReturnedTest {

    private static final Path FOLDER = Path.of("mappings");

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().contains(".in."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheSameWhenItComesBack(Path sample) throws IOException {
        String party = FOLDER.relativize(sample).getName(0).toString();
        String mapping = sample.getParent().getFileName().toString();
        List<Read> original;
        try {
            original = ReturnedSamples.read(party, mapping, Files.readAllBytes(sample));
        } catch (SenderMustCorrect refusedAsAWhole) {
            return;
        }
        if (original.isEmpty()) {
            return;
        }

        byte[] returned = ReturnedSamples.giveBack(party, mapping, original, false);
        List<Read> again = ReturnedSamples.read(party, mapping, returned);

        assertThat(again).hasSameSizeAs(original);
        for (int i = 0; i < original.size(); i++) {
            boolean damaged = original.get(i).raw() instanceof Damaged raw
                    && !raw.damage().isEmpty();
            if (damaged) {
                // Its cells are not given back: they may be those of other columns.
                assertThat(again.get(i).isRejected())
                        .as(original.get(i).findings().toString())
                        .isTrue();
            } else {
                assertThat(ReturnedSamples.outcome(again.subList(i, i + 1)))
                        .isEqualTo(ReturnedSamples.outcome(original.subList(i, i + 1)));
            }
        }
    }
}
