package org.anze.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    private static final ReconcileSettings SETTINGS =
            new ReconcileSettings(64, 256, 3, 2, 20_000, 1000, 200, Duration.ofSeconds(60), 2, 4, Duration.ofHours(6));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"format\":\"anze-reconciliation/2\",\"totals\":[]}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[],\"totals\":[]}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[],\"party\":\"insurer-bing\"}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[]} x",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[{\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"count\":-1}]}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[{\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-02-30\",\"count\":1}]}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[{\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"count\":1.5}]}",
                "{\"format\":\"anze-reconciliation/1\",\"totals\":[{\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"count\":1,\"digest\":\"AA==\"}]}",
                "{\"format\":\"anze-reconciliation/1\",\"direction\":\"delivered\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"records\":[{\"key\":\"P1\",\"version\":1}]}",
                "{\"format\":\"anze-reconciliation/1\",\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"records\":[{\"key\":\"P1\",\"version\":1},{\"key\":\"P1\",\"version\":1}]}",
                "{\"format\":\"anze-reconciliation/1\",\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"records\":[{\"key\":\"P\\u0000\",\"version\":1}]}",
                "{\"format\":\"anze-reconciliation/1\",\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"records\":[{\"key\":\"P\\ud800\",\"version\":1}]}",
            })
    void refusesAFileThatIsNotExactlyAsDocumented(String body) {
        assertThatThrownBy(() ->
                        Statement.read(body.getBytes(StandardCharsets.UTF_8), false, ReconcileFixture.JIA, SETTINGS))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("REC-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type,direction,day,count,digest\npolicy,sent,2026-11-22,1,\n",
                "direction,type,day,count,digest\nsent,policy,2026-11-22,1\n",
                "direction,type,day,count,digest\nsent,policy,2026-11-22,-1,\n",
                "direction,type,day,count,digest\nsent,policy,22.11.2026,1,\n",
                "direction,type,day,count,digest\nsent,policy,2026-11-22,1,xyz\n",
            })
    void refusesACsvFileThatIsNotExactlyAsDocumented(String body) {
        assertThatThrownBy(() ->
                        Statement.read(body.getBytes(StandardCharsets.UTF_8), true, ReconcileFixture.JIA, SETTINGS))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining("REC-");
    }

    @Test
    void takesNoMoreLinesThanItIsSet() {
        String line = "sent,policy,2026-11-22,1,\n";
        String head = "direction,type,day,count,digest\n";

        assertThat(Statement.read(
                        (head + line + line).getBytes(StandardCharsets.UTF_8), true, ReconcileFixture.JIA, SETTINGS))
                .isInstanceOfSatisfying(Statement.Totals.class, totals -> assertThat(totals.totals())
                        .hasSize(2));
        assertThatThrownBy(() -> Statement.read(
                        (head + line + line + line).getBytes(StandardCharsets.UTF_8),
                        true,
                        ReconcileFixture.JIA,
                        SETTINGS))
                .hasMessageContaining(ReconcileProblem.TOO_MANY.code());
    }
}
