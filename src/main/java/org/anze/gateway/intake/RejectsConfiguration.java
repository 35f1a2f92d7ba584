package org.anze.gateway.intake;

import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.intake.returned.FixFiles;
import org.anze.gateway.intake.returned.OwnLayouts;
import org.anze.gateway.intake.returned.ReturnTokens;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginStore;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what senders get back, also of a submission that they only try. */
@Configuration(proxyBeanMethods = false)
class RejectsConfiguration {

    @Bean
    OwnLayouts ownLayouts(RecordDefinitions definitions) {
        return new OwnLayouts(definitions);
    }

    @Bean
    ReturnTokens returnTokens(DataKeys keys, Clock clock) {
        return new ReturnTokens(keys, clock);
    }

    @Bean
    SubmissionReading submissionReading(OwnLayouts layouts, ReturnTokens tokens) {
        return new SubmissionReading(layouts, tokens);
    }

    @Bean
    FixFiles fixFiles(OwnLayouts layouts, ReturnTokens tokens) {
        return new FixFiles(layouts, tokens);
    }

    @Bean
    Rejects rejects(
            DataSource dataSource,
            TransactionTemplate transactions,
            RawStore raw,
            Supplier<Mappings> mappings,
            SubmissionReading reading,
            FixFiles files) {
        return new RejectsInOwnLayout(new RejectsRows(dataSource, transactions), raw, mappings, reading, files);
    }

    @Bean
    @Primary
    IntakeDesk tryingDesk(
            SubmissionDesk desk,
            BatchLine line,
            LedgerReferences references,
            LedgerReader reader,
            SubmissionReading reading,
            FixFiles files,
            Supplier<Mappings> mappings,
            OriginSignatures origins,
            Clock clock,
            IntakeSettings settings) {
        return new DryRunDesk(
                desk,
                new DryRun(line, reading, files, party -> new DryRunLedger(party, references::lookUp, reader::said)),
                new MappingChoice(mappings),
                origins,
                clock,
                settings.maxSize().toBytes());
    }

    @Bean
    Resubmission resubmission(
            JdbcClient jdbc, RawStore raw, OriginStore origins, IntakeDesk desk, Supplier<Parties> parties) {
        return new Resubmission(jdbc, raw, origins, desk, parties);
    }
}
