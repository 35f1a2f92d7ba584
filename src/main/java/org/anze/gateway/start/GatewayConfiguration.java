package org.anze.gateway.start;

import java.time.Clock;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.PartySecrets;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.http.CertificatePreparation;
import org.anze.gateway.routing.http.SecretCheck;
import org.anze.gateway.validation.Validator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The clock, the model, and what operators edit as suppliers that follow every reload. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HomeSettings.class)
class GatewayConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RecordDefinitions recordDefinitions() {
        return RecordDefinitions.load();
    }

    @Bean
    EditableFolders editableFolders(HomeSettings home, RecordDefinitions definitions) {
        return new EditableFolders(home, definitions);
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

    @Bean
    SecretCheck secretCheck(PartySecrets secrets) {
        return secrets::verify;
    }

    /** The keys are made or found before this bean exists; the connector only waits for that. */
    @Bean
    @DependsOn("keyPreparation")
    CertificatePreparation certificatePreparation() {
        return () -> {};
    }
}
