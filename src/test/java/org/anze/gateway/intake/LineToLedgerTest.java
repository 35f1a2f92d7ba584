package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.SampleSeals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LineToLedgerTest {

    private static Party party;

    private final List<Integer> sizes = new ArrayList<>();

    @BeforeAll
    static void readParties() throws Exception {
        party = Parties.load(Path.of("parties")).find("insurer-wu").orElseThrow();
    }

    /** Fails whatever goes with the batch of submission 2, as a step that throws does. */
    private final BatchLine line = new BatchLine() {
        @Override
        public List<CompletableFuture<Appended>> exchange(List<RawBatch> batches) {
            sizes.add(batches.size());
            boolean spoilt =
                    batches.stream().anyMatch(batch -> batch.submission().seq() == 2);
            return batches.stream()
                    .map(batch -> spoilt
                            ? CompletableFuture.<Appended>failedFuture(new IllegalStateException("sample"))
                            : CompletableFuture.completedFuture(new Appended(1, 0, 0, null, null)))
                    .toList();
        }

        @Override
        public CheckedBatch check(RawBatch batch) {
            throw new IllegalStateException("nothing is tried here");
        }
    };

    @Test
    void sendsTheOthersAloneWhenOneSpoilsTheGroup() {
        List<CompletableFuture<Appended>> answers =
                new LineToLedger(line, null).send(List.of(batch(1), batch(2), batch(3)));

        assertThat(answers.get(0).join().accepted()).isEqualTo(1);
        assertThatThrownBy(() -> answers.get(1).join()).hasRootCauseMessage("sample");
        assertThat(answers.get(2).join().accepted()).isEqualTo(1);
        assertThat(sizes).containsExactly(3, 1, 1, 1);
    }

    @Test
    void sendsAGroupOnce() {
        List<CompletableFuture<Appended>> answers = new LineToLedger(line, null).send(List.of(batch(1), batch(3)));

        assertThat(answers).allMatch(answer -> answer.join().accepted() == 1);
        assertThat(sizes).containsExactly(2);
    }

    private static RawBatch batch(long submission) {
        Append.SubmissionRef reference = new Append.SubmissionRef(
                submission, "S" + submission, party.id(), "M", new byte[32], new byte[32], SampleSeals.NOW);
        return new RawBatch(reference, party, null, 0, List.of(), true, null);
    }
}
