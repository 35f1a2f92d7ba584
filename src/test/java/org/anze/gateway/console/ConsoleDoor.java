package org.anze.gateway.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.change.AgreementChanges;
import org.anze.gateway.access.change.ProposedTexts;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.archive.ArchiveSettings;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AnchorFile;
import org.anze.gateway.audit.AuditAnchors;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.LoginConfiguration;
import org.anze.gateway.console.people.PasswordHash;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.evidence.EvidenceState;
import org.anze.gateway.evidence.witness.Cosigning;
import org.anze.gateway.feed.FeedActions;
import org.anze.gateway.feed.FeedStatus;
import org.anze.gateway.feed.FeedStatus.RecipientStatus;
import org.anze.gateway.identity.certificate.ExpiringCertificate;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyDesk;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.NodesState;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.query.SharedPlaces;
import org.anze.gateway.reconcile.ReconcileOverview;
import org.anze.gateway.reconcile.ReconcileSettings;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.ConfigurationReload;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.task.Chosen;
import org.anze.gateway.task.SampleTasks;
import org.anze.gateway.task.TaskDesk;
import org.anze.gateway.task.TaskKind;
import org.anze.gateway.task.TaskOrder;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.PlatformTransactionManager;

/** The console over a real database and a real port, once for all tests; the feed behind it only remembers its orders. */
final class ConsoleDoor {

    static final String RECIPIENT = "platform-test";
    static final String BROKEN = "city-broken";
    private static final Path DATA =
            Path.of("target", "console-test-" + ProcessHandle.current().pid());
    private static ConsoleDoor door;

    final ConfigurableApplicationContext context;
    final SettableClock clock;

    private ConsoleDoor() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "anze.console.folder=" + DATA.resolve("console"),
                        "anze.console.practice=true")
                .run();
        clock = context.getBean(SettableClock.class);
    }

    static synchronized ConsoleDoor open() {
        if (door == null) {
            door = new ConsoleDoor();
            Runtime.getRuntime().addShutdownHook(new Thread(door.context::close));
        }
        return door;
    }

    Browser browser() {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return new Browser(port);
    }

    /** A browser in which an operator of the demo is signed in; each time another one, for nobody has two sessions. */
    Browser operator() {
        return new SignedPeople(this).practising();
    }

    String password() {
        try {
            return PrivateFiles.readSecret(folder().resolve("operator.password"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return DATA.resolve("console");
    }

    /** Lays the folder of parties and agreements beside what is in force, as a reload does. */
    void compare(Path folder) throws IOException {
        context.getBean(AgreementChanges.class)
                .follow(
                        ProposedTexts.read(folder),
                        Parties.load(folder),
                        CodeTables.load(Path.of("codes")).regions());
    }

    /** The newest event of this person in the audit log: kind, subject, outcome, reason. */
    String newestAct(String name) {
        return context.getBean(JdbcClient.class)
                .sql("select concat_ws(' ', kind, subject, outcome, reason) from audit_event where person = ?"
                        + " order by number desc limit 1")
                .param(name)
                .query(String.class)
                .single();
    }

    /** The newest event about this in the audit log: kind and outcome. */
    String newestOf(String subject) {
        return context.getBean(JdbcClient.class)
                .sql("select concat_ws(' ', kind, outcome) from audit_event where subject = ?"
                        + " order by number desc limit 1")
                .param(subject)
                .query(String.class)
                .single();
    }

    Orders orders() {
        return context.getBean(Orders.class);
    }

    /** Remembers what it was told. */
    static final class Orders implements FeedActions, ConfigurationReload {
        static final String OTHER_FAULT = "codes, jurisdictions: SEC.csv line 3";

        final List<String> given = new CopyOnWriteArrayList<>();

        @Override
        public List<String> otherFaults() {
            return List.of(OTHER_FAULT);
        }

        @Override
        public void resend(String recipient, long number) {
            given.add("resend " + recipient + " " + number);
        }

        @Override
        public int release(String recipient, long number, List<Long> wanted) {
            given.add("release " + recipient + " " + number);
            return 1;
        }

        @Override
        public void replay(String recipient, List<Long> entries) {
            given.add("replay " + recipient + " " + entries);
        }

        @Override
        public void pause(String recipient, String reason) {
            given.add("pause " + recipient + " " + reason);
        }

        @Override
        public void resume(String recipient) {
            given.add("resume " + recipient);
        }

        @Override
        public ReloadResult reload() {
            given.add("reload");
            return new ReloadResult(3, 1, 0, List.of("parties/city-broken/party.yaml: <i>broken</i>"));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        ThymeleafAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        UserDetailsServiceAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        ConfigurationPropertiesAutoConfiguration.class
    })
    @Import({ConsoleConfiguration.class, LoginConfiguration.class})
    static class Application {

        @Bean
        SettableClock clock() {
            return new SettableClock(ConsoleSamples.NOW.plusSeconds(240));
        }

        @Bean
        DataSource dataSource() {
            return TestStores.freshSchema();
        }

        @Bean
        JdbcClient jdbc(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        PlatformTransactionManager transactions(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        AuditLog auditLog(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
            return new AuditLog(jdbc, transactions, Suite.SM, clock);
        }

        @Bean
        AuditAnchors auditAnchors(JdbcClient jdbc, AuditLog audit, Clock clock) {
            return new AuditAnchors(
                    jdbc,
                    audit,
                    ConsoleSamples.GATEWAY.signer(),
                    new AnchorFile(DATA.resolve("audit").resolve("anchors")),
                    clock);
        }

        @Bean
        AgreementChanges changes(
                JdbcClient jdbc, PlatformTransactionManager transactions, AuditLog audit, Clock clock) {
            return new AgreementChanges(
                    jdbc,
                    transactions,
                    audit,
                    Suite.SM,
                    ConsoleSamples.DEFINITIONS,
                    (from, types, limit, visitor) -> from,
                    clock);
        }

        /** Fast: these tests sign in hundreds of times. */
        @Bean
        @Primary
        PasswordHash fastHash() {
            return new PasswordHash(new BCryptPasswordEncoder(4));
        }

        /** Two nodes, of which one fell silent. */
        @Bean
        Supplier<NodesState> nodes() {
            return () -> new NodesState(
                    "first/1",
                    List.of(
                            new NodesState.Node("first/1", "1", ConsoleSamples.NOW, ConsoleSamples.NOW, true),
                            new NodesState.Node("second/2", "1", ConsoleSamples.NOW, ConsoleSamples.NOW, false)),
                    List.of(
                            new NodesState.Holding("ledger", "first/1", 3, true),
                            new NodesState.Holding("feed/platform-test", null, 2, false)));
        }

        /** One authority that does not answer, and a witness that has seen another ledger. */
        @Bean
        @Primary
        Supplier<EvidenceState> evidence() {
            return () -> new EvidenceState(
                    5,
                    3,
                    ConsoleSamples.NOW,
                    List.of(new EvidenceState.AuthorityState("tsa-one", "timeout", ConsoleSamples.NOW)),
                    List.of(new EvidenceState.WitnessState(
                            "witness-one", 3, Cosigning.Outcome.INCONSISTENT, "409", ConsoleSamples.NOW)));
        }

        @Bean
        @Primary
        Supplier<List<ExpiringCertificate>> certificates() {
            return () -> List.of(new ExpiringCertificate(
                    "insurer-jia", "CN=insurer-jia", "ab12", ConsoleSamples.NOW.plus(Duration.ofDays(5)), 5, 7, false));
        }

        @Bean
        DataKeys keys() {
            return ConsoleSamples.KEYS;
        }

        /** Of keys in the store: those of the samples are in memory. */
        @Bean
        SampleKeyDesk storedKeys(DataSource dataSource) throws IOException {
            return new SampleKeyDesk(dataSource, Files.createTempDirectory("console-keys"), Instant.now());
        }

        @Bean
        KeyDesk keyDesk(SampleKeyDesk stored) {
            return stored.desk();
        }

        @Bean(destroyMethod = "stop")
        SampleTasks sampleTasks(
                DataSource dataSource,
                DataKeys keys,
                Clock clock,
                Orders orders,
                LedgerReader ledger,
                Supplier<Agreements> agreements,
                ConsoleSamples samples) {
            SampleTasks tasks = SampleTasks.ofParcels(dataSource, keys, clock, orders, ledger, agreements);
            // One that is there from the beginning, so that its page is.
            tasks.desk()
                    .plan(
                            Actor.person("nobody"),
                            new TaskOrder(TaskKind.RESEND, RECIPIENT, new Chosen.Numbers(1, 1), "样例"));
            return tasks;
        }

        @Bean
        TaskDesk taskDesk(SampleTasks tasks) {
            return tasks.desk();
        }

        @Bean
        ArchiveDesk archiveDesk(JdbcClient jdbc, PlatformTransactionManager transactions, AuditLog audit) {
            return new ArchiveDesk(jdbc, transactions, new ArchiveSettings(24), audit, Clock.systemUTC());
        }

        @Bean
        ConsoleSamples samples(DataSource dataSource, Supplier<Agreements> agreements, Discloser discloser) {
            ConsoleSamples samples = new ConsoleSamples(dataSource);
            samples.parcels(RECIPIENT, agreements.get(), discloser);
            return samples;
        }

        @Bean
        LedgerReader reader(ConsoleSamples samples) {
            return samples.reader;
        }

        @Bean
        RecordDefinitions definitions() {
            return ConsoleSamples.DEFINITIONS;
        }

        @Bean
        Supplier<Parties> parties() throws IOException {
            Path folder = DATA.resolve("parties");
            SampleFolders.write(folder);
            Parties parties = Parties.load(folder);
            return () -> parties;
        }

        @Bean
        Supplier<Agreements> agreements(Supplier<Parties> parties) throws IOException {
            Agreements agreements = Agreements.load(DATA.resolve("parties"), ConsoleSamples.DEFINITIONS, parties.get());
            return () -> agreements;
        }

        @Bean
        Supplier<CodeTables> codes() throws IOException {
            CodeTables codes = CodeTables.load(Path.of("codes"));
            return () -> codes;
        }

        @Bean
        Supplier<DictionaryArchive> dictionary(RecordDefinitions definitions) throws IOException {
            DictionaryArchive archive = DictionaryArchive.of(definitions, Path.of("codes"));
            return () -> archive;
        }

        @Bean
        Supplier<Mappings> mappings(Supplier<CodeTables> codes) throws IOException {
            Files.createDirectories(DATA.resolve("mappings"));
            Mappings mappings = Mappings.load(DATA.resolve("mappings"), ConsoleSamples.DEFINITIONS, codes.get());
            return () -> mappings;
        }

        @Bean
        Discloser discloser() {
            return new Discloser(purpose -> purpose.getBytes(StandardCharsets.UTF_8));
        }

        @Bean
        SealCertificate certificate() {
            return ConsoleSamples.GATEWAY.certificate();
        }

        @Bean
        FeedStatus feedStatus() {
            return () -> List.of(new RecipientStatus(
                    RECIPIENT, 1, 1, 1, 1234, true, ConsoleSamples.NOW, 1, "OPEN", "connection refused", null));
        }

        @Bean
        Orders orders() {
            return new Orders();
        }

        @Bean
        ReconcileOverview reconciliation(
                JdbcClient jdbc, PlatformTransactionManager transactions, Supplier<Parties> parties, Clock clock) {
            return new ReconcileOverview(
                    jdbc,
                    transactions,
                    ConsoleSamples.GATEWAY.signer(),
                    ConsoleSamples.GATEWAY.certificate(),
                    parties,
                    new ReconcileSettings(
                            64, 256, 20_000, 200, 20_000, 1000, 200, Duration.ofSeconds(60), 2, 4, Duration.ofHours(6)),
                    new SharedPlaces(4, Duration.ZERO),
                    clock);
        }

        @Bean
        Rejects rejects() {
            return (submission, format, out) -> {
                out.write((submission + " " + format).getBytes(StandardCharsets.UTF_8));
                return 1;
            };
        }
    }
}
