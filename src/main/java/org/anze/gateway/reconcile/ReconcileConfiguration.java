package org.anze.gateway.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.query.AuditedQueries;
import org.anze.gateway.query.QuerySettings;
import org.anze.gateway.query.SharedPlaces;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts reconciliation together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcileSettings.class)
class ReconcileConfiguration {

    /** One for parties and people together: who reconciles may not take the connections of writer, intake and leases. */
    @Bean
    SharedPlaces reconciliationsTogether(ReconcileSettings settings, MeterRegistry meters) {
        return new SharedPlaces(settings.together(), Duration.ZERO).measured("anze.reconciliation.places", meters);
    }

    @Bean
    ReconcileDesk reconcileDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditLog audit,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Supplier<Agreements> agreements,
            Signer signer,
            SealCertificate certificate,
            ReconcileSettings settings,
            SharedPlaces reconciliationsTogether,
            Clock clock) {
        OwnSide own = new OwnSide(jdbc, signer.suite());
        Balance balance = new Balance(jdbc);
        Naming naming = new Naming(ledger, new LedgerFacts(ledger, definitions), agreements, clock);
        Results results = new Results(jdbc, settings);
        return new Reconciliations(
                // Of its own, so that a party that reconciles does not stand in the way of its own queries.
                new AuditedQueries(jdbc, transactions, audit, limits(settings), agreements, reconciliationsTogether),
                new Snapshots(jdbc, transactions, settings.longestStatement(), reconciliationsTogether),
                balance,
                new RangeTree(own, naming, signer.suite(), settings),
                naming,
                new Comparison(own, naming, results, new Explanations(jdbc), settings, clock),
                results,
                new DailySheets(jdbc, balance, own, results, signer, certificate, settings.settling(), clock),
                settings,
                clock);
    }

    @Bean
    ReconcileOverview reconcileOverview(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Signer signer,
            SealCertificate certificate,
            Supplier<Parties> parties,
            ReconcileSettings settings,
            SharedPlaces reconciliationsTogether,
            Clock clock) {
        return new ReconcileOverview(
                jdbc, transactions, signer, certificate, parties, settings, reconciliationsTogether, clock);
    }

    private static QuerySettings limits(ReconcileSettings settings) {
        return new QuerySettings(
                1,
                1,
                1,
                settings.longestStatement(),
                Duration.ofMinutes(1),
                settings.simultaneous(),
                settings.together(),
                Duration.ZERO,
                1);
    }
}
