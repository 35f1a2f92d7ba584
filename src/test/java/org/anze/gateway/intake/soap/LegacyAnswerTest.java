package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.party.Party;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyAnswerTest {

    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final LegacyAnswer ANSWER = new LegacyAnswer(new Party.LegacySoap(
            "claims", "urn:x", "submit", "arg0", "submitResponse", "code", "text", "0", Map.of("default", "9")));

    private static SubmissionStatus status(State state, long accepted, long rejected, long skipped) {
        return new SubmissionStatus(
                "S-1",
                "insurer-ding",
                "M-1",
                null,
                "SOAP",
                "claims",
                state,
                Instant.EPOCH,
                1,
                accepted + rejected + skipped,
                accepted + rejected,
                accepted,
                0,
                rejected,
                0,
                null,
                List.of(),
                true,
                null,
                0,
                List.of(),
                null,
                skipped);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, 3, 0, 2, 已接受 3 条，按映射略过 2 条",
        "ACCEPTED, 3, 0, 0, 已接受 3 条",
        "PARTLY_ACCEPTED, 3, 1, 2, 接受 3 条，拒收 1 条，按映射略过 2 条"
    })
    void saysHowManyTheMappingLeftOut(State state, long accepted, long rejected, long skipped, String sentence) {
        byte[] answer = ANSWER.of(SOAP, status(state, accepted, rejected, skipped), false);

        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("<text>" + sentence + "</text>");
    }
}
