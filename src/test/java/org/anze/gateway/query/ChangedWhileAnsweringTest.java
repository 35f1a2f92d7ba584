package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreements that change between the question and the answer. */
class ChangedWhileAnsweringTest {

    private static final String POLICIES = "- type: policy\n  units: {give: [parties, period]}";

    private QueryFixture fixture;
    private Asker city;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException, SQLException {
        fixture = new QueryFixture(folder);
        fixture.agree(QueryFixture.CITY, "SUP", "[\"1402\"]", "", POLICIES);
        city = fixture.asker(QueryFixture.CITY, null, Purpose.SUP);
        fixture.put(RecordType.POLICY, 1, Operation.CREATE, "140212", "03", "policyNo", "P-1");
    }

    @Test
    void givesNothingThatWasRevokedInTheMeantime() {
        assertThatThrownBy(() -> during("revokedAt: 2026-11-01"))
                .isInstanceOfSatisfying(TryAgainLater.class, problem -> assertThat(
                                problem.finding().code())
                        .isEqualTo(QueryProblem.AGREEMENT_CHANGED.code()));
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("refused: QRY-0014");
    }

    @Test
    void answersWhenTheFilesWereReadAgainAndSayTheSame() {
        assertThat(during("").body()).isNotEmpty();
        assertThat(fixture.lastAudit().event().outcome()).startsWith("given 1");
    }

    /** Asks for a record, and writes the agreement anew before the answer is whole. */
    private Answer during(String more) {
        return fixture.queries.answer(AuditKind.QUERY, city, "policy", trail -> {
            Answer answer = fixture.desk.record(city, new RecordKey(RecordType.POLICY, "P-1", null));
            trail.gave(0);
            try {
                fixture.agree(QueryFixture.CITY, "SUP", "[\"1402\"]", more, POLICIES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return answer;
        });
    }
}
