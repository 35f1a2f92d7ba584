package org.anze.gateway.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.anze.gateway.identity.certificate.Fingerprint;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The query side through the real door: what reaches the desk, and what never does. */
class QueryDoorTest {

    private static final PartyDoor DOOR = PartyDoor.open();

    @BeforeEach
    void forget() {
        DOOR.queries().take();
        DOOR.queries().takeCredentials();
    }

    @Test
    void tellsTheDeskByWhichCredentialItIsAsked() throws Exception {
        get("/api/v1/records/policy/P-1?purpose=SUP", null);

        String fingerprint = Fingerprint.sha256(Pem.certificate(
                DOOR.layout().demoKeys(SampleHttpParties.MINISTRY.id()).certificate()));
        assertThat(DOOR.queries().takeCredentials()).containsExactly("TLS_CERTIFICATE " + fingerprint);
    }

    @Test
    void asksForWhatTheAddressSays() throws Exception {
        assertThat(get("/api/v1/records?type=policy&region=1402&purpose=SUP&limit=5", "%E7%8E%8B%E5%B7%A5")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/records/policy/P-1?purpose=SUP", null).statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/records/feeLedger/-/proof?key=insurer-jia/E%2F1&provider=insurer-jia&purpose=SUP", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/status?question=insured&uscc=91140212MAXX00015K&purpose=LIC", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/statistics?measure=premium&groupBy=city,sector&year=2026&purpose=STA", null)
                        .statusCode())
                .isEqualTo(200);

        List<String> asked = DOOR.queries().take();
        assertThat(asked.get(0)).startsWith("ministry 王工 SUP ").contains("region=1402", "null 5");
        assertThat(asked.get(1)).startsWith("ministry null SUP ").contains("businessKey=P-1");
        assertThat(asked.get(2)).contains("proof", "businessKey=insurer-jia/E/1", "provider=insurer-jia");
        assertThat(asked.get(3)).contains("INSURED 91140212MAXX00015K");
        assertThat(asked.get(4)).contains("PREMIUM", "[CITY, SECTOR]", "year=2026");
    }

    @Test
    void neverLetsAnAnswerBeCached() throws Exception {
        assertThat(get("/api/v1/records/policy/P-1?purpose=SUP", null).headers().firstValue("Cache-Control"))
                .hasValue("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/records",
                "/api/v1/records?type=policy",
                "/api/v1/records?purpose=SUP",
                "/api/v1/records?type=Policy&purpose=SUP",
                "/api/v1/records?type=policy&purpose=sup",
                "/api/v1/records?type=policy&purpose=SUP&purpose=CLM",
                "/api/v1/records?type=policy&type=claim&purpose=SUP",
                "/api/v1/records?type=policy&purpose=SUP&region=1402&region=1401",
                "/api/v1/records?type=policy&purpose=SUP&region=%25",
                "/api/v1/records?type=policy&purpose=SUP&region=14__",
                "/api/v1/records?type=policy&purpose=SUP&region=%EF%BC%91%EF%BC%94",
                "/api/v1/records?type=policy&purpose=SUP&region=14%00",
                "/api/v1/records?type=policy&purpose=SUP&region=",
                "/api/v1/records?type=policy&purpose=SUP&sector=01'--",
                "/api/v1/records?type=policy&purpose=SUP&insurer=INSURER-JIA",
                "/api/v1/records?type=policy&purpose=SUP&insurer=../ministry",
                "/api/v1/records?type=policy&purpose=SUP&from=2026-02-30",
                "/api/v1/records?type=policy&purpose=SUP&from=2026-1-1",
                "/api/v1/records?type=policy&purpose=SUP&limit=-1",
                "/api/v1/records?type=policy&purpose=SUP&limit=1e3",
                "/api/v1/records?type=policy&purpose=SUP&recipient=insurer-wu",
                "/api/v1/records?type=policy&purpose=SUP&party=insurer-wu",
                "/api/v1/records?type=policy&Purpose=SUP",
                "/api/v1/records/policy/-?purpose=SUP",
                "/api/v1/records/policy/P-1?key=P-2&purpose=SUP",
                "/api/v1/records/policy/P-1?purpose=SUP&provider=%E4%BF%9D",
                "/api/v1/records/polic%59/P-1?purpose=SUP",
                "/api/v1/records/policy/a%252Fb?purpose=SUP",
                "/api/v1/records/policy/P-1;x=1?purpose=SUP",
                "/api/v1/records//policy/P-1?purpose=SUP",
                "/api/v1/RECORDS/policy/P-1?purpose=SUP",
                "/api/v1/records/policy/P-1/versions/2?purpose=SUP",
                "/api/v1/status?question=insured&purpose=LIC",
                "/api/v1/status?question=insured&uscc=9114&purpose=LIC",
                "/api/v1/status?question=premium&uscc=91140212MAXX00015K&purpose=LIC",
                "/api/v1/statistics?measure=premium",
                "/api/v1/statistics?measure=secret&purpose=STA",
                "/api/v1/statistics?measure=premium&groupBy=uscc&purpose=STA",
                "/api/v1/statistics?measure=premium&groupBy=city,&purpose=STA",
                "/api/v1/statistics?measure=premium&year=26&purpose=STA",
                "/api/v1/statistics?measure=premium&from=2026-13&purpose=STA",
            })
    void refusesWhatIsNotExactlyAsDocumented(String address) throws Exception {
        HttpResponse<String> answer = get(address, null);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).containsPattern("\"code\":\"[A-Z]{3}-[0-9]{4}\"");
        assertThat(DOOR.queries().take()).isEmpty();
    }

    /** The container refuses these before anything of ours sees them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/records/policy/a%2Fb?purpose=SUP",
                "/api/v1/records/policy/..%2f..%2fclaim%2fC1?purpose=SUP",
                "/api/v1/records/policy/P%00?purpose=SUP",
                "/api/v1/records/policy/P%5C1?purpose=SUP",
            })
    void neverSeesAnAddressWithHiddenSeparators(String address) throws Exception {
        assertThat(get(address, null).statusCode()).isEqualTo(400);
        assertThat(DOOR.queries().take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "a%00b", "%E7%8E", "-x", "a,b", "<b>", "%0d%0aX: y", "%20", "%F0%9F%98%80"})
    void refusesAPersonThatIsNone(String person) throws Exception {
        HttpResponse<String> answer = get("/api/v1/records/policy/P-1?purpose=SUP", person);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DOOR.queries().take()).isEmpty();
    }

    @Test
    void refusesTwoPersons() throws Exception {
        HttpRequest request = DOOR.request("/api/v1/records/policy/P-1?purpose=SUP")
                .header("Person", "a")
                .header("Person", "b")
                .build();

        assertThat(DOOR.send(SampleHttpParties.MINISTRY, request).statusCode()).isEqualTo(400);
        assertThat(DOOR.queries().take()).isEmpty();
    }

    @Test
    void answersNobodyWithoutCredentials() throws Exception {
        HttpRequest request =
                DOOR.request("/api/v1/records/policy/P-1?purpose=SUP").build();

        assertThat(DOOR.sendAnonymously(request).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> get(String address, String person) throws Exception {
        HttpRequest.Builder request = DOOR.request(address);
        if (person != null) {
            request.header("Person", person);
        }
        return DOOR.send(SampleHttpParties.MINISTRY, request.build());
    }
}
