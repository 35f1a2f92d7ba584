package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.ProblemKind;
import org.junit.jupiter.api.Test;

class PageTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final byte[] SECRET = new byte[32];
    private static final Asker CITY = asker("city-datong", Purpose.SUP);

    private final PageTokens tokens = at(NOW);

    @Test
    void givesBackThePositionToTheSameQuery() {
        assertThat(tokens.position(CITY, "policy", tokens.issue(CITY, "policy", 4711)))
                .isEqualTo(4711);
        assertThat(at(NOW.plusSeconds(899)).position(CITY, "policy", tokens.issue(CITY, "policy", 1)))
                .isEqualTo(1);
    }

    @Test
    void refusesTheTokenOfAnotherPartyPurposeOrFilter() {
        String token = tokens.issue(CITY, "policy", 4711);

        assertRefused(asker("city-taiyuan", Purpose.SUP), "policy", token);
        assertRefused(asker("city-datong", Purpose.ENF), "policy", token);
        assertRefused(CITY, "policy region=14", token);
    }

    @Test
    void refusesTheTokenOfAnotherPersonOrCredentialOfTheParty() {
        String token = tokens.issue(CITY, "policy", 4711);

        assertRefused(asker("city-datong", "TLS_CERTIFICATE 01", "李工", Purpose.SUP), "policy", token);
        assertRefused(asker("city-datong", "TLS_CERTIFICATE 01", null, Purpose.SUP), "policy", token);
        assertRefused(asker("city-datong", "TLS_CERTIFICATE 02", "王工", Purpose.SUP), "policy", token);
        assertRefused(asker("city-datong", "TOKEN", "王工", Purpose.SUP), "policy", token);

        String ofNobody = tokens.issue(asker("city-datong", "TOKEN", null, Purpose.SUP), "policy", 4711);
        assertRefused(asker("city-datong", "TOKEN", "王工", Purpose.SUP), "policy", ofNobody);
    }

    @Test
    void refusesEveryTokenWithAFlippedBit() {
        byte[] bytes = java.util.Base64.getUrlDecoder().decode(tokens.issue(CITY, "policy", 4711));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(
                    CITY,
                    "policy",
                    java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
        }
    }

    @Test
    void refusesATokenInAnotherSpelling() {
        String token = tokens.issue(CITY, "policy", 4711);

        assertRefused(CITY, "policy", token + "==");
        assertRefused(CITY, "policy", token.substring(1));
        assertRefused(CITY, "policy", token + "A");
        assertRefused(CITY, "policy", " " + token);
        assertRefused(CITY, "policy", "A".repeat(100_000));
        assertRefused(CITY, "policy", "令牌");
    }

    @Test
    void refusesATokenOfAnotherSecret() {
        byte[] other = new byte[32];
        other[31] = 1;
        PageTokens foreign = new PageTokens(other, Duration.ofMinutes(15), Clock.fixed(NOW, ZoneOffset.UTC));

        assertRefused(CITY, "policy", foreign.issue(CITY, "policy", 4711));
    }

    @Test
    void saysThatATokenHasExpired() {
        String token = tokens.issue(CITY, "policy", 4711);

        assertThatThrownBy(() -> at(NOW.plusSeconds(900)).position(CITY, "policy", token))
                .satisfies(e -> assertThat(code(e)).isEqualTo(QueryProblem.TOKEN_EXPIRED.code()));
    }

    private void assertRefused(Asker asker, String query, String token) {
        ProblemKind expected = QueryProblem.TOKEN_REFUSED;
        assertThatThrownBy(() -> tokens.position(asker, query, token))
                .satisfies(e -> assertThat(code(e)).isEqualTo(expected.code()));
    }

    private static String code(Throwable problem) {
        return ((GatewayProblem) problem).finding().code();
    }

    private static PageTokens at(Instant now) {
        return new PageTokens(SECRET, Duration.ofMinutes(15), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Asker asker(String party, Purpose purpose) {
        return asker(party, "TLS_CERTIFICATE 01", "王工", purpose);
    }

    private static Asker asker(String party, String credential, String person, Purpose purpose) {
        return new Asker(
                new Party(
                        party,
                        PartyType.CTY,
                        new Party.Name(party, party),
                        "91140105MAWX00152L",
                        List.of(),
                        null,
                        null,
                        List.of()),
                credential,
                person,
                purpose);
    }
}
