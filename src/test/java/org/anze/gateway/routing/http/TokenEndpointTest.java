package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenEndpointTest {

    private static final String GRANT = "grant_type=client_credentials";
    private static final String NOTHING = "/api/v1/submissions/none";
    private static final Party WU = with(SampleHttpParties.WU, Party.Tokens.SECRET);
    private static final Party DING = with(SampleHttpParties.DING, Party.Tokens.CERTIFICATE);
    private static final Party MINISTRY = with(SampleHttpParties.MINISTRY, Party.Tokens.SECRET);

    private final PartyDoor door = PartyDoor.open();

    @BeforeEach
    void openTokens() {
        door.reload(Parties.of(List.of(WU, DING, MINISTRY, SampleHttpParties.JIA, SampleHttpParties.REN)));
    }

    @AfterEach
    void restore() {
        door.changeSecrets("");
        door.reload(SampleHttpParties.ALL);
    }

    @Test
    void givesATokenForASecretThatOpensTheSameDoors() throws Exception {
        HttpResponse<String> answer = ask(anonymous(), basic("insurer-wu"), GRANT);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = json(answer);
        assertThat(body.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(body.get("expires_in").asInt()).isBetween(1, 900);
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
        HttpResponse<String> used =
                get(anonymous(), NOTHING, "Bearer " + body.get("access_token").asString());
        assertThat(used.statusCode()).isEqualTo(404);
        assertThat(json(used).get("code").asString()).startsWith("RST-");
    }

    @Test
    void bindsATokenToTheClientCertificate() throws Exception {
        String token = token(certificate("insurer-ding"), null, GRANT + "&client_id=insurer-ding");

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .containsKey("x5t#S256");
        assertThat(get(certificate("insurer-ding"), NOTHING, "Bearer " + token).statusCode())
                .isEqualTo(404);
        refused(get(anonymous(), NOTHING, "Bearer " + token), 401, "TOK-0004");
        refused(get(certificate("insurer-wu"), NOTHING, "Bearer " + token), 401, "TOK-0004");
    }

    @Test
    void bindsATokenForASecretToTheCertificateBesideIt() throws Exception {
        String token = token(certificate("insurer-wu"), basic("insurer-wu"), GRANT);

        assertThat(get(certificate("insurer-wu"), NOTHING, "Bearer " + token).statusCode())
                .isEqualTo(404);
        refused(get(anonymous(), NOTHING, "Bearer " + token), 401, "TOK-0004");
    }

    @Test
    void refusesTheTokenOfOnePartyBesideTheCertificateOfAnother() throws Exception {
        String token = token(anonymous(), basic("insurer-wu"), GRANT);

        refused(get(certificate("insurer-ding"), NOTHING, "Bearer " + token), 401, "RST-0003");
    }

    @Test
    void limitsATokenToItsScope() throws Exception {
        String log = token(anonymous(), basic("insurer-wu"), GRANT + "&scope=log");

        refused(get(anonymous(), NOTHING, "Bearer " + log), 403, "TOK-0006");
        refused(get(anonymous(), "/api/v1/feed", "Bearer " + log), 403, "TOK-0006");
        assertThat(get(anonymous(), "/log/checkpoint", "Bearer " + log).statusCode())
                .isEqualTo(200);
        refused(ask(anonymous(), basic("insurer-wu"), GRANT + "&scope=feed"), 400, "TOK-0008");
        refused(ask(anonymous(), basic("ministry"), GRANT + "&scope=submit"), 400, "TOK-0008");
        assertThat(get(
                                anonymous(),
                                "/log/checkpoint",
                                "Bearer " + token(anonymous(), basic("ministry"), GRANT + "&scope=feed+log"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void givesNoTokenWithoutBeingAskedForAScopeTheTokenThenHas() throws Exception {
        String token = token(anonymous(), basic("insurer-wu"), GRANT);

        assertThat(SignedJWT.parse(token)
                        .getJWTClaimsSet()
                        .getStringClaim("scope")
                        .split(" "))
                .containsExactlyInAnyOrder("submit", "query", "log");
    }

    @Test
    void endsTokensWithTheSecretTheyRestOnAndWithTheirParty() throws Exception {
        String token = token(anonymous(), basic("insurer-wu"), GRANT);
        door.changeSecrets(" 2");
        refused(get(anonymous(), NOTHING, "Bearer " + token), 401, "TOK-0005");

        String next = token(anonymous(), basic("insurer-wu"), GRANT);
        door.reload(Parties.of(List.of(with(WU, Party.Tokens.CERTIFICATE))));
        refused(get(anonymous(), NOTHING, "Bearer " + next), 401, "TOK-0005");
        door.reload(Parties.of(List.of(DING)));
        refused(get(anonymous(), NOTHING, "Bearer " + next), 401, "RST-0002");
    }

    @Test
    void refusesWhoMayNotHaveAToken() throws Exception {
        String wrong =
                "Basic " + Base64.getEncoder().encodeToString("insurer-wu:wrong".getBytes(StandardCharsets.UTF_8));
        refused(ask(anonymous(), wrong, GRANT), 401, "TOK-0007");
        refused(ask(anonymous(), basic("insurer-jia"), GRANT), 401, "TOK-0007");
        refused(ask(anonymous(), basic("insurer-ding"), GRANT), 401, "TOK-0007");
        refused(ask(anonymous(), null, GRANT + "&client_id=insurer-wu"), 401, "TOK-0007");
        refused(ask(anonymous(), null, GRANT), 401, "TOK-0007");
        refused(ask(certificate("insurer-ding"), null, GRANT + "&client_id=insurer-wu"), 401, "TOK-0007");
        refused(ask(certificate("insurer-ding"), basic("insurer-wu"), GRANT), 401, "TOK-0007");
        refused(ask(certificate("insurer-ren"), null, GRANT + "&client_id=insurer-ren"), 401, "TOK-0007");
        assertThat(json(ask(anonymous(), wrong, GRANT)).get("error").asString()).isEqualTo("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grant_type=password&username=a&password=b",
                "grant_type=authorization_code&code=x",
                "grant_type=refresh_token&refresh_token=x",
                "grant_type=client_credentials&grant_type=client_credentials",
                "grant_type=client_credentials&scope=log&scope=submit",
                "grant_type=client_credentials&scope=admin",
                "grant_type=client_credentials&client_id=insurer-ding",
                "grant_type=client_credentials&client_secret=x",
                "grant_type=client_credentials&client_assertion=x",
                "grant_type=client_credentials&client_id=insurer-wu&client_id=insurer-wu"
            })
    void refusesEverythingElse(String form) throws Exception {
        HttpResponse<String> answer = ask(anonymous(), basic("insurer-wu"), form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("code").asString()).isEqualTo("TOK-0008");
        assertThat(json(answer).get("error").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void takesNothingButPost(String method) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(door.uri().resolve("/oauth2/token?" + GRANT))
                        .header("Authorization", basic("insurer-wu"))
                        .method(method, HttpRequest.BodyPublishers.noBody()),
                anonymous());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
        assertThat(answer.body()).doesNotContain("access_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorize",
                "/oauth2/jwks",
                "/oauth2/introspect",
                "/oauth2/revoke",
                "/oauth2/token/",
                "/oauth2/device_authorization",
                "/.well-known/oauth-authorization-server"
            })
    void opensNoOtherAddressOfOAuth(String path) throws Exception {
        HttpResponse<String> answer = get(certificate("insurer-wu"), path, null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("code").asString()).isEqualTo("RST-0005");
    }

    @Test
    void isNotThereOnTheMainPort() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.mainPort() + "/oauth2/token"))
                                .POST(HttpRequest.BodyPublishers.ofString(GRANT))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isIn(403, 404);
        assertThat(answer.body()).doesNotContain("access_token");
    }

    @Test
    void refusesTokensThatAreExpiredForeignOrForged() throws Exception {
        String sound = token(anonymous(), basic("insurer-wu"), GRANT);
        JWTClaimsSet claims = SignedJWT.parse(sound).getJWTClaimsSet();
        JWSHeader header = SignedJWT.parse(sound).getHeader();
        Map<String, String> cases = new java.util.LinkedHashMap<>();
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims)
                                .expirationTime(Date.from(Instant.now().minusSeconds(1)))
                                .build()),
                "TOK-0002");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims).expirationTime(null).build()),
                "TOK-0002");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims)
                                .audience("https://other.example")
                                .build()),
                "TOK-0003");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims)
                                .audience(List.of(claims.getIssuer(), "x"))
                                .build()),
                "TOK-0003");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims)
                                .issuer("https://other.example")
                                .build()),
                "TOK-0003");
        cases.put(sign(header, new JWTClaimsSet.Builder(claims).subject(null).build()), "TOK-0001");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims).subject("insurer-none").build()),
                "RST-0002");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims).subject("insurer-ding").build()),
                "TOK-0005");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims).claim("cnf", Map.of()).build()),
                "TOK-0004");
        cases.put(
                sign(
                        header,
                        new JWTClaimsSet.Builder(claims)
                                .notBeforeTime(Date.from(Instant.now().plusSeconds(60)))
                                .build()),
                "TOK-0001");
        cases.put(sign(new JWSHeader.Builder(header).type(JOSEObjectType.JWT).build(), claims), "TOK-0001");
        cases.put(sign(new JWSHeader.Builder(header).keyID("other").build(), claims), "TOK-0001");
        SignedJWT foreign = new SignedJWT(header, claims);
        foreign.sign(new ECDSASigner(TokenKey.fresh().jwk().toECPrivateKey()));
        cases.put(foreign.serialize(), "TOK-0001");
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(header.getKeyID())
                        .type(TokenCheck.TYPE)
                        .build(),
                claims);
        confused.sign(new MACSigner(door.tokenKey().jwk().toECPublicKey().getEncoded()));
        cases.put(confused.serialize(), "TOK-0001");
        String[] parts = sound.split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        cases.put(none + "." + parts[1] + ".", "TOK-0001");
        cases.put(parts[0] + "." + parts[1] + ".", "TOK-0001");
        cases.put(parts[0] + "." + parts[1], "TOK-0001");
        cases.put("x", "TOK-0001");
        cases.put(sound + "x".repeat(5000), "TOK-0001");
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> one : cases.entrySet()) {
            HttpResponse<String> answer = get(anonymous(), NOTHING, "Bearer " + one.getKey());
            String code = answer.statusCode() + " " + json(answer).path("code").asString("");
            if (!code.equals("401 " + one.getValue()) || answer.body().contains(one.getKey())) {
                wrong.add(one.getValue() + " answered " + code);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(get(anonymous(), NOTHING, "Bearer " + sound).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesATokenWhoseSignatureWasTouchedAnywhere() throws Exception {
        String sound = token(anonymous(), basic("insurer-wu"), GRANT);
        int start = sound.lastIndexOf('.') + 1;
        for (int at : new int[] {start, start + 20, start + 43, start + 60, start / 2, 3}) {
            char other = sound.charAt(at) == 'A' ? 'B' : 'A';
            String touched = sound.substring(0, at) + other + sound.substring(at + 1);

            refused(get(anonymous(), NOTHING, "Bearer " + touched), 401, "TOK-0001");
        }
    }

    @Test
    void auditsTokensAndRefusalsWithoutQuotingThem() throws Exception {
        String token = token(anonymous(), basic("insurer-wu"), GRANT);
        get(anonymous(), NOTHING, "Bearer " + token);

        String audited = door.audited().toString();
        assertThat(audited)
                .contains("TOKEN " + SignedJWT.parse(token).getJWTClaimsSet().getJWTID());
        assertThat(audited).doesNotContain(token).doesNotContain(PartyDoor.secretOf("insurer-wu"));
    }

    private String sign(JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT signed = new SignedJWT(header, claims);
        signed.sign(new ECDSASigner(door.tokenKey().jwk().toECPrivateKey()));
        return signed.serialize();
    }

    private String token(SSLContext tls, String authorization, String form) throws Exception {
        HttpResponse<String> answer = ask(tls, authorization, form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("access_token").asString();
    }

    private HttpResponse<String> ask(SSLContext tls, String authorization, String form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri().resolve("/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request, tls);
    }

    private HttpResponse<String> get(SSLContext tls, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(door.uri() + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request, tls);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, SSLContext tls)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private SSLContext anonymous() throws IOException {
        return door.tls().anonymousClient();
    }

    private SSLContext certificate(String party) throws IOException {
        return door.tls().client(party);
    }

    /** Name and secret each encoded as in a form (RFC 6749 section 2.3.1). */
    private static String basic(String party) {
        String secret = URLEncoder.encode(PartyDoor.secretOf(party), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString((party + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(json(answer).get("code").asString()).as(answer.body()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static Party with(Party party, Party.Tokens tokens) {
        return new Party(
                party.id(),
                party.type(),
                party.name(),
                party.uscc(),
                party.regions(),
                party.intake(),
                party.delivery(),
                party.qualifications(),
                List.of(),
                tokens);
    }
}
