package org.anze.gateway.query;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the query side together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuerySettings.class)
class QueryConfiguration {

    private static final int SECRET_LENGTH = 32;

    /** One for records, proofs and figures together: who asks may not take the connections of writer, intake and leases. */
    @Bean
    SharedPlaces queriesTogether(QuerySettings settings, MeterRegistry meters) {
        return new SharedPlaces(settings.together(), settings.patience()).measured("anze.query.places", meters);
    }

    @Bean
    AuditedQueries auditedQueries(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditLog audit,
            QuerySettings settings,
            Supplier<Agreements> agreements,
            SharedPlaces queriesTogether) {
        return new AuditedQueries(jdbc, transactions, audit, settings, agreements, queriesTogether);
    }

    @Bean
    ProofMaker proofMaker(
            LedgerReader ledger, CheckpointEvidence evidence, Signer signer, SealCertificate certificate) {
        return new LedgerProofs(ledger, evidence::of, signer, certificate);
    }

    @Bean
    QueryDesk queryDesk(
            AuditedQueries queries,
            JdbcClient jdbc,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Discloser discloser,
            VolumeLimits volumes,
            Supplier<Agreements> agreements,
            ProofMaker proofs,
            QuerySettings settings,
            Clock clock) {
        return new LedgerQueries(
                queries,
                new RecordIndex(jdbc),
                ledger,
                new LedgerFacts(ledger, definitions),
                new RecordViews(definitions, discloser),
                volumes,
                agreements,
                new PageTokens(secret(jdbc), settings.tokenValidity(), clock),
                proofs,
                settings,
                clock);
    }

    /** The secret of the page tokens; the first process that asks makes it. */
    static byte[] secret(JdbcClient jdbc) {
        byte[] fresh = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into query_secret (secret) values (?) on conflict do nothing")
                .param(fresh)
                .update();
        return jdbc.sql("select secret from query_secret")
                .query((row, number) -> row.getBytes(1))
                .single();
    }
}
