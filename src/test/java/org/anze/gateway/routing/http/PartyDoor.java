package org.anze.gateway.routing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.delivery.rest.RestDeliveryConfiguration;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.SampleIdentities;
import org.anze.gateway.identity.SecretCheck;
import org.anze.gateway.identity.certificate.TrustFile;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.identity.token.TokenSettings;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.rest.RestIntakeConfiguration;
import org.anze.gateway.intake.soap.SignedMessages;
import org.anze.gateway.intake.soap.SoapIntakeConfiguration;
import org.anze.gateway.ledger.PublicLog;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.pki.DemoAuthority;
import org.anze.gateway.pki.DemoParty;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.TlsContexts;
import org.anze.gateway.query.http.MemoryQueries;
import org.anze.gateway.query.http.QueryHttpConfiguration;
import org.anze.gateway.reconcile.http.MemoryReconciliation;
import org.anze.gateway.reconcile.http.ReconcileHttpConfiguration;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.validation.ReplayWindow;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The door for parties as it is in the gateway, with fakes behind it, real TLS before it and small limits. Started once for
 * all tests of a run.
 */
public final class PartyDoor {

    public static final int LARGEST_SUBMISSION = 200_000;
    public static final int LARGEST_LEGACY_MESSAGE = 2_000_000;
    public static final int REQUESTS_PER_PARTY = 3;
    /** A secret that breaks the store of secrets. */
    public static final String BROKEN_STORE = "break the store";

    private static final Path DATA = Path.of("target", "party-door");
    private static final Path FOREIGN = Path.of("target", "party-door-foreign");
    private static final AtomicReference<Parties> PARTIES = new AtomicReference<>(SampleHttpParties.ALL);
    private static final TokenKey TOKENS = TokenKey.fresh();
    private static final AtomicReference<String> SECRET_GENERATION = new AtomicReference<>("");
    private static final Queue<AuditEvent> AUDITED = new ConcurrentLinkedQueue<>();
    private static final SecretCheck SECRETS = new SecretCheck() {
        @Override
        public Optional<String> verify(String party, char[] secret, Duration patience) {
            if (new String(secret).equals(BROKEN_STORE)) {
                throw new UncheckedIOException(new IOException("the store of " + party + " is broken"));
            }
            return secretOf(party).equals(new String(secret)) ? Optional.of(mark(party)) : Optional.empty();
        }

        @Override
        public boolean stands(String party, String mark) {
            return mark.equals(mark(party));
        }

        private static String mark(String party) {
            return Integer.toHexString(secretOf(party).hashCode());
        }
    };
    private static final MemoryDesk DESK = new MemoryDesk();
    private static final MemoryFeed FEED = new MemoryFeed();
    private static final MemoryQueries QUERIES = new MemoryQueries();
    private static final MemoryReconciliation RECONCILIATION = new MemoryReconciliation();

    private static PartyDoor shared;

    private final ServletWebServerApplicationContext context;

    private PartyDoor(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** The running door. */
    public static synchronized PartyDoor open() {
        if (shared == null) {
            shared = new PartyDoor(start());
        }
        return shared;
    }

    private static ServletWebServerApplicationContext start() {
        empty(DATA);
        empty(FOREIGN);
        PkiLayout layout = new PkiLayout(DATA);
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("server.address", "127.0.0.1"),
                Map.entry("spring.main.banner-mode", "off"),
                Map.entry("spring.jmx.enabled", "false"),
                Map.entry("anze.https.port", "0"),
                Map.entry("anze.https.certificate", layout.server().toString()),
                Map.entry("anze.https.private-key", layout.serverKey().toString()),
                Map.entry("anze.https.trust", layout.tlsAuthority().toString()),
                Map.entry("anze.https.largest-submission", LARGEST_SUBMISSION + "B"),
                Map.entry("anze.https.largest-legacy-message", LARGEST_LEGACY_MESSAGE + "B"),
                Map.entry("anze.https.largest-signed-message", LARGEST_LEGACY_MESSAGE + "B"),
                Map.entry("anze.https.largest-request", "10000B"),
                Map.entry("anze.https.body-grace", "300ms"),
                Map.entry("anze.https.slowest-body", "1KB"),
                Map.entry("anze.https.requests-per-party", REQUESTS_PER_PARTY),
                Map.entry("anze.rest.patience", "10ms"),
                Map.entry("anze.soap.patience", "10ms"),
                Map.entry("anze.soap.spool", DATA.resolve("spool").toString()));
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private static void provide(Path data, List<DemoParty> parties) {
        try {
            new DemoAuthority(data, Clock.systemUTC()).provide(parties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> below = new ArrayList<>(files.toList());
            java.util.Collections.reverse(below);
            for (Path file : below) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands behind the door for senders. */
    public MemoryDesk desk() {
        return DESK;
    }

    /** What stands behind the door for recipients. */
    public MemoryFeed feed() {
        return FEED;
    }

    /** What stands behind the door for those who query. */
    public MemoryQueries queries() {
        return QUERIES;
    }

    /** What stands behind the door for those who reconcile. */
    public MemoryReconciliation reconciliation() {
        return RECONCILIATION;
    }

    /** Replaces the parties as a reload does. */
    public void reload(Parties parties) {
        PARTIES.set(parties);
    }

    /** Where the party port is. */
    public URI uri() {
        return URI.create("https://localhost:" + port());
    }

    /** The party port. */
    public int port() {
        return context.getBean(PartyConnector.class).port();
    }

    /** The console's port. */
    public int mainPort() {
        return context.getWebServer().getPort();
    }

    /** TLS material of the gateway and its parties. */
    public TlsContexts tls() {
        return new TlsContexts(DATA);
    }

    /** TLS material of another authority, with parties of the same names. */
    public TlsContexts foreignTls() {
        return new TlsContexts(FOREIGN);
    }

    /** Where the keys lie. */
    public PkiLayout layout() {
        return new PkiLayout(DATA);
    }

    /** A party's client with its certificate. */
    public PartyClient client(Party party) {
        try {
            return PartyClient.withCertificate(uri(), tls().client(party.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One exchange with a party's certificate. */
    public HttpResponse<String> send(Party party, HttpRequest request) throws IOException, InterruptedException {
        return send(tls().client(party.id()), request);
    }

    /** One exchange without a certificate. */
    public HttpResponse<String> sendAnonymously(HttpRequest request) throws IOException, InterruptedException {
        return send(tls().anonymousClient(), request);
    }

    private static HttpResponse<String> send(SSLContext tls, HttpRequest request)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What is asked at an address of the party port. */
    public HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(uri().resolve(address));
    }

    /** A client that authenticates by Basic. */
    public PartyClient basic(String party, String secret) {
        try {
            return PartyClient.withSecret(uri(), tls().anonymousClient(), party, secret.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A party's secret in this door. */
    public static String secretOf(String party) {
        return "秘密:of " + party + SECRET_GENERATION.get();
    }

    /** Every party gets another secret; the empty word brings back the first ones. */
    public void changeSecrets(String generation) {
        SECRET_GENERATION.set(generation);
    }

    /** What was audited so far. */
    public List<AuditEvent> audited() {
        return List.copyOf(AUDITED);
    }

    /** The key tokens are signed with. */
    public TokenKey tokenKey() {
        return TOKENS;
    }

    /** A bean of the running application. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TokenSettings.class)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        ConfigurationPropertiesAutoConfiguration.class
    })
    @Import({
        PartyHttpConfiguration.class,
        RestIntakeConfiguration.class,
        SoapIntakeConfiguration.class,
        RestDeliveryConfiguration.class,
        QueryHttpConfiguration.class,
        ReconcileHttpConfiguration.class,
        Console.class
    })
    static class Application {

        @Bean
        Supplier<Parties> parties() {
            return PARTIES::get;
        }

        @Bean
        RecordDefinitions definitions() {
            return RecordDefinitions.load();
        }

        @Bean
        Supplier<DictionaryArchive> dictionary(RecordDefinitions definitions) {
            return () -> {
                try {
                    return DictionaryArchive.of(definitions, Path.of("codes"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }

        @Bean
        TokenKey tokenKey() {
            return TOKENS;
        }

        @Bean
        Identities identities(PartyHttps https, TokenSettings tokens) {
            return SampleIdentities.of(PARTIES::get)
                    .trusting(new TrustFile(DATA.resolve("no-trust.yaml"), https.trust()))
                    .knowing(SECRETS)
                    .auditing(AUDITED::add)
                    .issuing(tokens.issuer().toString(), TOKENS)
                    .build();
        }

        @Bean
        CertificatePreparation certificates() {
            return () -> {
                List<DemoParty> parties = new ArrayList<>();
                parties.add(new DemoParty("insurer-nobody", "无名保险", "91140100MANB000011"));
                for (Party party : SampleHttpParties.ALL.all()) {
                    boolean wrong = party == SampleHttpParties.REN;
                    parties.add(
                            new DemoParty(party.id(), party.id(), wrong ? SampleHttpParties.WU.uscc() : party.uscc()));
                }
                provide(DATA, parties);
                provide(FOREIGN, parties);
            };
        }

        @Bean
        ProducedAt producedAt() {
            return new ProducedAt(
                    now -> new ReplayWindow(Duration.ofMinutes(15), Duration.ofDays(7)), Clock.systemUTC());
        }

        /** For one node, whose own memory is enough. */
        @Bean
        SignedMessages signedMessages() {
            return (identity, atLeast) -> true;
        }

        @Bean
        MemoryDesk desk() {
            return DESK;
        }

        @Bean
        MemoryQueries queries() {
            return QUERIES;
        }

        @Bean
        MemoryReconciliation reconciliation() {
            return RECONCILIATION;
        }

        @Bean
        MemoryFeed feed() {
            return FEED;
        }

        @Bean
        PublicLog publicLog() {
            return new SampleLog();
        }

        @Bean
        CheckpointEvidence checkpointEvidence() {
            return new NoWitnesses();
        }

        @Bean
        @Order(2)
        SecurityFilterChain console(HttpSecurity http) {
            return http.authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                    .build();
        }
    }

    /** Stands for everything that is not for parties. */
    @RestController
    static class Console {
        @GetMapping("/hello")
        String hello() {
            return "console";
        }
    }

    /** Nobody has cosigned anything yet. */
    private static final class NoWitnesses implements CheckpointEvidence {
        @Override
        public Evidence of(long size) {
            throw new IllegalArgumentException("size " + size);
        }

        @Override
        public Optional<Evidence> lastCosigned() {
            return Optional.empty();
        }
    }

    /** A log of three leaves. */
    private static final class SampleLog implements PublicLog {
        @Override
        public byte[] checkpoint() {
            return "anze.example/demo\n3\nAAAA\n\n— anze.example/demo AAAA\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public Optional<byte[]> tile(int level, long index, int width) {
            return level == 0 && index == 0 && width <= 3 ? Optional.of(new byte[32 * width]) : Optional.empty();
        }

        @Override
        public List<byte[]> consistency(long from, long to) {
            if (from <= 0 || from > to || to > 3) {
                throw new IllegalArgumentException("sizes");
            }
            return List.of(new byte[] {1, 2, 3});
        }
    }
}
