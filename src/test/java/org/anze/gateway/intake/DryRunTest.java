package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.returned.ReturnedSamples;
import org.anze.gateway.ledger.Basis;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.Test;

/** How a dry run cuts what it reads, and what it says when nothing of it is to be sent. */
class DryRunTest {

    private static final Basis NOTHING_KNOWN = new Basis(0, Set.of(), Set.of());

    private final List<Integer> sizes = new ArrayList<>();

    /** Every record is one that the mapping leaves out. */
    private final BatchLine line = new OneByOne() {
        @Override
        public CompletableFuture<Appended> exchange(RawBatch batch) {
            throw new IllegalStateException("a dry run appends nothing");
        }

        @Override
        public CheckedBatch check(RawBatch batch) {
            sizes.add(batch.records().size());
            return new CheckedBatch(
                    batch, List.of(), List.of(), List.of(), batch.records().size(), NOTHING_KNOWN);
        }
    };

    @Test
    void takesFewRecordsAtATimeOfAMappingThatTakesThemApart() throws Exception {
        Mapping mapping = Mappings.load(
                        Path.of("src/test/resources/mappings-lab"),
                        RecordDefinitions.load(),
                        CodeTables.load(Path.of("codes")))
                .find("insurer-lab", "visits")
                .orElseThrow();
        String visits = "{\"data\":{\"visits\":[" + "{\"no\":\"FW-1\"},".repeat(49) + "{\"no\":\"FW-50\"}]}}";

        SubmissionStatus status = dryRun(line)
                .run(
                        new Arrival(
                                Parties.load(Path.of("parties"))
                                        .find("insurer-wu")
                                        .orElseThrow(),
                                Arrival.Channel.REST,
                                "M-1",
                                null,
                                null,
                                true),
                        mapping,
                        () -> new ByteArrayInputStream(visits.getBytes(StandardCharsets.UTF_8)),
                        Instant.parse("2026-03-02T01:00:00Z"),
                        null)
                .status();

        assertThat(sizes).hasSizeGreaterThan(1).allMatch(size -> size <= mapping.batchSize());
        assertThat(status)
                .extracting(
                        SubmissionStatus::state,
                        SubmissionStatus::records,
                        SubmissionStatus::received,
                        SubmissionStatus::skipped)
                .containsExactly(State.ACCEPTED, 50L, 0L, 50L);
    }

    private static DryRun dryRun(BatchLine line) {
        return new DryRun(
                line,
                ReturnedSamples.READING,
                ReturnedSamples.FILES,
                party -> new DryRunLedger(
                        party,
                        wanted -> {
                            throw new IllegalStateException("nothing was accepted");
                        },
                        (type, provider, key, version) -> Optional.empty()));
    }
}
