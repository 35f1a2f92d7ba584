package org.anze.gateway.archive;

import java.time.Clock;
import javax.sql.DataSource;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.nodes.Lease;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the archive together, as far as the running gateway has a part in it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ArchiveSettings.class)
class ArchiveConfiguration {

    @Bean
    ArchiveDesk archiveDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ArchiveSettings settings,
            AuditLog audit,
            Clock clock) {
        return new ArchiveDesk(jdbc, transactions, settings, audit, clock);
    }

    @Bean
    SmartLifecycle archiveRemoval(
            DataSource database,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Lease scheduleLease,
            Clock clock) {
        return new RemovalSchedule(new Removal(database, transactions, audit, scheduleLease, clock), scheduleLease);
    }
}
