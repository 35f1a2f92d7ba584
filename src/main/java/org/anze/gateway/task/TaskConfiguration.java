package org.anze.gateway.task;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.feed.FeedActions;
import org.anze.gateway.feed.GivenAgain;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.intake.Resubmission;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Parties;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.seal.Signer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts tasks together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TaskSettings.class)
class TaskConfiguration {

    @Bean
    TaskRows taskRows(DataSource dataSource, DataKeys keys, Signer signer) {
        return new TaskRows(dataSource, keys, signer.suite());
    }

    @Bean
    SoundAgreements soundAgreements(Supplier<Agreements> agreements, Clock clock) {
        return new SoundAgreements(agreements, clock);
    }

    @Bean
    TaskAct resendAct(JdbcClient jdbc, FeedActions feeds, SoundAgreements agreements) {
        return new ResendAct(jdbc, feeds, agreements);
    }

    @Bean
    Forecasts forecasts(GivenAgain again, SoundAgreements agreements) {
        return new Forecasts(again, agreements);
    }

    @Bean
    TaskAct releaseAct(JdbcClient jdbc, FeedActions feeds, Forecasts forecasts) {
        return new ReleaseAct(jdbc, feeds, forecasts);
    }

    @Bean
    TaskAct replayAct(FeedActions feeds, Forecasts forecasts) {
        return new ReplayAct(feeds, forecasts);
    }

    @Bean
    TaskAct remapAct(Resubmission resubmission) {
        return new RemapAct(resubmission);
    }

    @Bean
    TaskAct exportAct(
            QueryDesk queries,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Supplier<Parties> parties,
            SoundAgreements agreements) {
        return new ExportAct(queries, ledger, new LedgerFacts(ledger, definitions), parties, agreements);
    }

    @Bean
    TaskDesk taskDesk(
            TaskRows rows,
            List<TaskAct> acts,
            PlatformTransactionManager transactions,
            AuditLog audit,
            TaskSettings settings,
            Clock clock) {
        return new TaskDesk(rows, acts, transactions, audit, settings, clock);
    }

    @Bean
    TaskRunner taskRunner(
            TaskRows rows,
            List<TaskAct> acts,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Lease scheduleLease,
            TaskSettings settings,
            Clock clock) {
        return new TaskRunner(rows, acts, dataSource, transactions, audit, scheduleLease, settings, clock);
    }

    /** Begins after the gateway's doors are open and ends before they close, because it hands in like a sender. */
    @Bean
    @DependsOn("gatewayLifecycle")
    SmartLifecycle taskLifecycle(TaskRunner runner) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                runner.start();
            }

            @Override
            public void stop() {
                runner.stop();
            }

            @Override
            public boolean isRunning() {
                return runner.isRunning();
            }

            /** That of the gateway's own life; within it the dependency decides. */
            @Override
            public int getPhase() {
                return Integer.MAX_VALUE;
            }
        };
    }
}
