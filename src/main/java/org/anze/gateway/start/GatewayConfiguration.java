package org.anze.gateway.start;

import java.time.Clock;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.change.AgreementChanges;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.http.CertificatePreparation;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The clock, the model, and what operators edit as suppliers that follow every reload. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HomeSettings.class)
class GatewayConfiguration {

    @Bean
    Clock clock() {
        return FaultPoints.clock();
    }

    @Bean
    RecordDefinitions recordDefinitions() {
        return RecordDefinitions.load();
    }

    @Bean
    AgreementChanges agreementChanges(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Signer signer,
            RecordDefinitions definitions,
            ObjectProvider<LedgerReader> ledger,
            Clock clock) {
        return new AgreementChanges(
                jdbc,
                transactions,
                audit,
                signer.suite(),
                definitions,
                new LedgerRecentRecords(jdbc, ledger::getObject, definitions),
                clock);
    }

    @Bean
    EditableFolders editableFolders(HomeSettings home, RecordDefinitions definitions, AgreementChanges changes) {
        EditableFolders folders = new EditableFolders(home, definitions, changes);
        changes.whenApproved(folders::reload);
        return folders;
    }

    @Bean
    Supplier<Parties> parties(EditableFolders folders) {
        return () -> folders.current().parties();
    }

    @Bean
    Supplier<Agreements> agreements(EditableFolders folders) {
        return () -> folders.current().agreements();
    }

    @Bean
    Supplier<Mappings> mappings(EditableFolders folders) {
        return () -> folders.current().mappings();
    }

    @Bean
    Supplier<CodeTables> codeTables(EditableFolders folders) {
        return () -> folders.current().codes();
    }

    @Bean
    Supplier<DictionaryArchive> dictionary(EditableFolders folders, HomeSettings home, RecordDefinitions definitions) {
        return new CurrentDictionary(folders, home, definitions);
    }

    @Bean
    Supplier<Validator> validator(EditableFolders folders) {
        return () -> folders.current().validator();
    }

    /** The keys are made or found before this bean exists; the connector only waits for that. */
    @Bean
    @DependsOn("keyPreparation")
    CertificatePreparation certificatePreparation() {
        return () -> {};
    }
}
