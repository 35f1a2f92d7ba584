package org.anze.gateway.console;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.change.AgreementChanges;
import org.anze.gateway.archive.ArchiveDesk;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.people.People;
import org.anze.gateway.evidence.EvidenceKeeper;
import org.anze.gateway.evidence.EvidenceState;
import org.anze.gateway.feed.FeedStatus;
import org.anze.gateway.identity.certificate.ExpiringCertificate;
import org.anze.gateway.identity.certificate.ExpiryWatch;
import org.anze.gateway.keys.BreakGlass;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyDesk;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.ConfigurationReload;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.task.TaskDesk;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Puts the console together; who may see it is {@code console.login}'s. Wants beans of {@code Supplier<Parties>}, {@code Supplier<Agreements>}, {@code
 * Supplier<Mappings>}, {@code Supplier<CodeTables>}, {@link RecordDefinitions}, {@link Discloser}, {@link LedgerReader},
 * {@link SealCertificate}, {@link FeedStatus}, {@code FeedActions}, {@code ConfigurationReload}, {@code Rejects}, {@code
 * Supplier<DictionaryArchive>}, {@code AuditLog}, {@code AuditAnchors}, {@link AgreementChanges}, {@link KeyDesk}, {@link TaskDesk},
 * {@code ReconcileOverview}, the beans of {@code console.login}, a {@link DataSource} and a {@link
 * Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
@Import({
    ConsoleWeb.class,
    ConsoleAdvice.class,
    OverviewController.class,
    SearchController.class,
    SubmissionController.class,
    RecordController.class,
    ParcelController.class,
    ConfigurationController.class,
    CatalogueController.class,
    DictionaryPageController.class,
    OwnController.class,
    ReconciliationController.class,
    PeopleController.class,
    PartiesController.class,
    BreakGlassController.class,
    ChangesController.class,
    ConfirmationsController.class,
    KeysController.class,
    TasksController.class,
    ArchiveController.class,
    EvidenceController.class,
    NodesController.class,
    AuditController.class
})
public class ConsoleConfiguration {

    /** The texts of all pages; the bundle without a language is the Chinese one, whatever the machine speaks. */
    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setDefaultLocale(Locale.ROOT);
        return messages;
    }

    @Bean
    LocaleResolver localeResolver() {
        return new ConsoleLocale();
    }

    @Bean
    Show consoleShow(MessageSource messages, Supplier<Parties> parties, Clock clock) {
        return new Show(messages, parties, clock);
    }

    @Bean
    ConsoleDatabase consoleDatabase(DataSource dataSource, ConsoleSettings settings) {
        return new ConsoleDatabase(dataSource, settings.queryLimit());
    }

    @Bean
    Overview consoleOverview(
            ConsoleDatabase database,
            Supplier<Parties> parties,
            Supplier<Agreements> agreements,
            FeedStatus feed,
            LedgerReader ledger,
            Clock clock) {
        return new Overview(database, parties, agreements, feed, ledger, clock);
    }

    @Bean
    BrokenConfiguration consoleBrokenConfiguration(
            Supplier<Parties> parties,
            Supplier<Agreements> agreements,
            Supplier<Mappings> mappings,
            ConfigurationReload reload) {
        return new BrokenConfiguration(parties, agreements, () -> mappings.get().broken(), reload::otherFaults);
    }

    @Bean
    Search consoleSearch(ConsoleDatabase database, Supplier<Parties> parties) {
        return new Search(database, parties);
    }

    @Bean
    Submissions consoleSubmissions(ConsoleDatabase database) {
        return new Submissions(database);
    }

    /** All zero where nobody keeps evidence. */
    @Bean
    Supplier<EvidenceState> consoleEvidence(ObjectProvider<EvidenceKeeper> keeper) {
        return () -> {
            EvidenceKeeper known = keeper.getIfAvailable();
            return known == null ? new EvidenceState(0, 0, null, List.of(), List.of()) : known.state();
        };
    }

    /** Certificates that somebody has to see to. */
    @Bean
    Supplier<List<ExpiringCertificate>> consoleCertificates(ObjectProvider<ExpiryWatch> watch) {
        return () -> {
            ExpiryWatch known = watch.getIfAvailable();
            return known == null ? List.of() : known.expiring();
        };
    }

    @Bean
    AuditPages consoleAuditPages(ConsoleDatabase database) {
        return new AuditPages(database);
    }

    /** Whose word counts where two people are needed. */
    @Bean
    InitializingBean consoleTwoPeople(
            AgreementChanges changes, KeyDesk keys, TaskDesk tasks, ArchiveDesk archive, People people) {
        return () -> {
            changes.confirmedBy(people::isConfirmed);
            keys.confirmedBy(people::isConfirmed);
            tasks.confirmedBy(people::isConfirmed);
            archive.confirmedBy(people::isConfirmed);
        };
    }

    @Bean
    Parcels consoleParcels(ConsoleDatabase database) {
        return new Parcels(database);
    }

    @Bean
    CanonicalView consoleCanonicalView(Supplier<CodeTables> codes, Show show) {
        return new CanonicalView(new FieldText(codes, show));
    }

    @Bean
    LedgerProof consoleLedgerProof(LedgerReader ledger, SealCertificate certificate) {
        return new LedgerProof(ledger, certificate);
    }

    @Bean
    RecordLife consoleRecordLife(
            ConsoleDatabase database,
            LedgerReader ledger,
            RecordDefinitions definitions,
            CanonicalView canonical,
            LedgerProof proof,
            DataKeys keys) {
        return new RecordLife(database, ledger, definitions, canonical, proof, keys);
    }

    @Bean
    BreakGlass<List<CanonicalView.Unit>> consoleBreakGlass(
            JdbcClient jdbc, AuditLog audit, Clock clock, People people, RecordLife lives, CanonicalView canonical) {
        return new BreakGlass<>(jdbc, audit, clock, people::isConfirmed, index -> lives.sealed(index)
                .map(defined -> canonical.whole(defined.record(), defined.definition()))
                .orElse(List.of()));
    }

    @Bean
    PartyView consolePartyView(
            Supplier<Agreements> agreements, Discloser discloser, CanonicalView canonical, Clock clock) {
        return new PartyView(agreements, discloser, canonical, clock);
    }
}
