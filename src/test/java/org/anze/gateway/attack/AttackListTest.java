package org.anze.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything in the list is tried against one whole gateway in which another party's records wait to be found. */
class AttackListTest {

    private static final Logger LOG = LoggerFactory.getLogger(AttackListTest.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path LIST = Path.of("src", "test", "resources", "attacks");
    private static final int FEWEST = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(40);

    private static final String VICTIM = "insurer-ding";
    /** Was a party until a moment ago. */
    private static final String GONE = "insurer-geng";

    private static final String BATCH = "ATTACK-VICTIM";
    private static final String NAME = "鳄梨藤球商贸";
    private static final String PREMIUM = "83172946";
    private static final String REJECTED = "DNGREJECTED7041";
    private static final String LETTER = "CanaryInTheReceipt7041";
    private static final Canaries CANARIES = new Canaries(List.of(NAME, PREMIUM, REJECTED, LETTER));

    private static final Map<String, String> KNOWN = new HashMap<>();

    private static GatewayProcess gateway;
    private static Attackers attackers;
    private static long expiredAt;

    @BeforeAll
    static void plantsTheRecordsOfTheVictim() throws Exception {
        gateway = GatewayProcess.prepare("attacks");
        openTokens("insurer-wu", "SECRET");
        openTokens(VICTIM, "CERTIFICATE");
        openTokens(GONE, "SECRET");
        gateway.start("--anze.tokens.life=" + TOKEN_LIFE.toSeconds() + "s");
        attackers = new Attackers(gateway);
        byte[] batch = (policy("DNGKEY1", 40_000_000) + policy("DNGKEY2", 40_000_000) + policy(REJECTED, 20_000_000))
                .getBytes(StandardCharsets.UTF_8);
        PartyClient.Answer taken = client(VICTIM)
                .submit(BATCH, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(batch));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        String location = taken.header("location").orElseThrow();
        KNOWN.put("submission", location.substring(location.lastIndexOf('/') + 1));
        Path receipts =
                Files.createDirectories(attackers.sftpHome("insurer-xin").resolve("receipts"));
        Files.writeString(receipts.resolve("letter.json"), LETTER);
        know();
    }

    private static void openTokens(String party, String kind) throws IOException {
        Path file = gateway.home().resolve("parties").resolve(party).resolve("party.yaml");
        Files.writeString(file, Files.readString(file) + "tokens: " + kind + "\n");
    }

    private static String policy(String number, long limit) {
        return "{\"policyNo\":\"" + number + "\",\"insured\":\"91140212MAXX00015K\",\"insuredName\":\"" + NAME
                + "\",\"applicant\":\"91140212MAXX00015K\",\"startAt\":\"2026-02-01T00:00:00+08:00\","
                + "\"endAt\":\"2027-02-01T00:00:00+08:00\",\"premium\":" + PREMIUM + ",\"perPersonDeath\":" + limit
                + ",\"insuredCount\":12,\"riskRegion\":\"330382\",\"sector\":\"03\"}\n";
    }

    /** What an attacker might know: ids, numbers and tokens of others. */
    private static void know() throws IOException {
        KNOWN.put("batch", BATCH);
        KNOWN.put("host", "localhost:" + gateway.httpsPort());
        // The feed and the index of records are filled behind the ledger.
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> client("ministry").get("/api/v1/feed").status() == 200);
        PartyClient.Answer parcel = client("ministry").get("/api/v1/feed");
        KNOWN.put("parcel", parcel.header("parcel-number").orElse("1"));
        String page = "/api/v1/records?type=policy&purpose=SUP&limit=1";
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                        asMinistry(page).toString())
                .contains("\"next\""));
        KNOWN.put("page", JSON.readTree(asMinistry(page).body()).path("next").asString(""));
        KNOWN.put("wuBasic", basic("insurer-wu"));
        KNOWN.put("wrongBasic", base64("insurer-wu:wrong"));
        KNOWN.put("victimBasic", basic(VICTIM));
        remove(GONE);
        KNOWN.put("wuToken", token("insurer-wu"));
        KNOWN.put("victimToken", token(VICTIM));
        KNOWN.put("forged", forged("{\"alg\":\"none\",\"typ\":\"at+jwt\"}", ""));
        String[] parts = KNOWN.get("victimToken").split("\\.");
        KNOWN.put("unsigned", forged("{\"alg\":\"none\",\"typ\":\"at+jwt\"}", parts[1]));
        KNOWN.put("head", parts[0]);
        KNOWN.put("claims", parts[1]);
        KNOWN.put("signature", parts[2]);
        KNOWN.put("symmetric", forged("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}", parts[1]) + parts[2]);
        expiredAt = System.nanoTime() + TOKEN_LIFE.toNanos();
        for (String name : List.of("submission", "page", "wuToken", "victimToken")) {
            assertThat(KNOWN.get(name)).as(name).isNotBlank();
        }
    }

    /** Takes a party out of the gateway's files and waits until that counts. */
    private static void remove(String party) throws IOException {
        TlsContexts tls = new TlsContexts(gateway.data());
        String secret = Files.readString(
                        new PkiLayout(gateway.data()).demoKeys(party).secret())
                .strip();
        PartyClient client = PartyClient.withSecret(
                URI.create("https://localhost:" + gateway.httpsPort()),
                tls.anonymousClient(),
                party,
                secret.toCharArray());
        PartyClient.Answer answer = client.post(
                "/oauth2/token",
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        KNOWN.put("goneToken", json(answer).path("access_token").asString());
        KNOWN.put("goneBasic", basic(party));
        assertThat(client(party).get("/api/v1/submissions/x").status()).isEqualTo(404);
        Files.move(
                gateway.home().resolve("parties").resolve(party), gateway.home().resolve("removed"));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client(party).get("/api/v1/submissions/x").status() == 401);
    }

    /** As the recipient that may see everything, by the same way as the attacks. */
    private static RawAnswer asMinistry(String address) throws IOException {
        Attack plain = new Attack(
                "",
                "",
                "ministry",
                null,
                "GET " + address,
                List.of("Person: wang"),
                null,
                null,
                null,
                null,
                200,
                "none");
        return attackers.http(plain, request(plain));
    }

    private static String basic(String party) throws IOException {
        Path secret = new PkiLayout(gateway.data()).demoKeys(party).secret();
        return base64(
                party + ":" + (Files.exists(secret) ? Files.readString(secret).strip() : "none"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String forged(String header, String claims) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + claims + ".";
    }

    private static String token(String party) throws IOException {
        byte[] grant = ("grant_type=client_credentials&client_id=" + party).getBytes(StandardCharsets.UTF_8);
        PartyClient.Answer answer = client(party).post("/oauth2/token", "application/x-www-form-urlencoded", grant);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return json(answer).path("access_token").asString();
    }

    private static PartyClient client(String party) throws IOException {
        return gateway.senders().https(party);
    }

    private static JsonNode json(PartyClient.Answer answer) {
        return JSON.readTree(answer.body());
    }

    @AfterAll
    static void ends() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void wouldSeeWhatIsSoughtWhereItMayBeSeen() throws Exception {
        RawAnswer given = asMinistry("/api/v1/records/policy/DNGKEY1?purpose=SUP");
        assertThat(given.status()).as(given.toString()).isEqualTo(200);
        assertThat(CANARIES.in(given.body())).isPresent();
        assertThat(CANARIES.in(client(VICTIM)
                        .get("/api/v1/submissions/" + BATCH + "/rejects")
                        .body()))
                .isPresent();
        for (String spelling :
                List.of("x%E9%B3%84%e9%bc%a0", base64("ab" + NAME), "\\u9cc4\\u68a8\\u85e4\\u7403\\u5546\\u8d38")) {
            assertThat(CANARIES.in(spelling.getBytes(StandardCharsets.US_ASCII)).isPresent())
                    .isEqualTo(!spelling.startsWith("x"));
        }
        assertThat(CANARIES.in(NAME.getBytes("GB18030"))).isPresent();
    }

    @TestFactory
    Stream<DynamicContainer> givesNoForeignByteAndAnswersByTheCatalogue() throws IOException {
        List<Attack.Family> families = Attack.read(LIST);
        Set<String> ids = new HashSet<>();
        List<DynamicContainer> tests = new ArrayList<>();
        int count = 0;
        for (Attack.Family family : families) {
            LOG.info("{}: {} attacks", family.family(), family.attacks().size());
            count += family.attacks().size();
            family.attacks()
                    .forEach(attack ->
                            assertThat(ids.add(attack.id())).as(attack.id()).isTrue());
            tests.add(DynamicContainer.dynamicContainer(
                    family.family(),
                    family.attacks().stream()
                            .map(attack -> DynamicTest.dynamicTest(
                                    attack.id() + " " + attack.what(), () -> attempt(attack)))));
        }
        LOG.info("{} attacks in all", count);
        assertThat(count).isGreaterThanOrEqualTo(FEWEST);
        return tests.stream();
    }

    private static void attempt(Attack attack) throws Exception {
        if (attack.sftp() != null) {
            Attackers.SftpOutcome outcome = attackers.sftp(attack);
            assertThat(CANARIES.in(outcome.read())).isEmpty();
            assertThat(outcome.status())
                    .as(new String(outcome.read(), StandardCharsets.UTF_8))
                    .isEqualTo(attack.status());
        } else if (attack.stomp() != null) {
            assertThat(attackers.stomp(attack)).startsWith("ERROR");
        } else {
            overHttp(attack);
        }
    }

    private static void overHttp(Attack attack) throws IOException {
        String request = request(attack);
        RawAnswer answer = attackers.http(attack, request);
        LOG.debug("{} -> {} {}", attack.id(), answer.status(), answer.code());
        assertThat(CANARIES.in(answer.bytes())).as(answer.toString()).isEmpty();
        assertThat(CANARIES.in(answer.body())).as(answer.toString()).isEmpty();
        assertThat(answer.status() + " " + answer.code())
                .as(answer.toString())
                .isEqualTo(attack.status() + " " + attack.code());
        assertThat(answer.count()).as(answer.toString()).isEqualTo(1);
        if (!attack.code().equals("none")) {
            assertThat(answer.hasHeader("Content-Type: application/") || answer.hasHeader("Content-Type: text/xml"))
                    .as(answer.toString())
                    .isTrue();
        }
    }

    private static String request(Attack attack) {
        if (attack.raw() != null) {
            return filled(attack.raw());
        }
        List<String> lines = new ArrayList<>(attack.headers() == null ? List.of() : attack.headers());
        boolean asItIs = lines.remove("!");
        String body = attack.body() == null ? "" : filled(attack.body());
        if (!asItIs) {
            lines.add("Host: ${host}");
            lines.add("Connection: close");
            if (attack.body() != null) {
                lines.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
            }
        }
        return filled(attack.request() + " HTTP/1.1\r\n" + String.join("\r\n", lines)) + "\r\n\r\n" + body;
    }

    private static String filled(String text) {
        if (text.contains("${expired}")) {
            Awaitility.await().atMost(TOKEN_LIFE.plusSeconds(5)).until(() -> System.nanoTime() > expiredAt);
        }
        String filled = text.replace("${expired}", "${wuToken}");
        for (Map.Entry<String, String> known : KNOWN.entrySet()) {
            filled = filled.replace("${" + known.getKey() + "}", known.getValue());
        }
        assertThat(filled).doesNotContain("${");
        return filled;
    }
}
