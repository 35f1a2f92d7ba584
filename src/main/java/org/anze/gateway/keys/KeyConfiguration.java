package org.anze.gateway.keys;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.seal.Signer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the keys at rest together. */
@Configuration(value = "keysAtRestConfiguration", proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class KeyConfiguration {

    @Bean
    @DependsOn("keyPreparation")
    MasterKeys masterKeys(KeySettings settings) {
        return MasterKeys.open(settings);
    }

    @Bean
    KeyConnections keyConnections(HikariDataSource database) {
        return new KeyConnections(database);
    }

    @Bean
    @DependsOnDatabaseInitialization
    StoredDataKeys dataKeys(
            KeyConnections connections, MasterKeys masters, Signer signer, KeySettings settings, Clock clock) {
        return new StoredDataKeys(
                JdbcClient.create(connections.pool()),
                new JdbcTransactionManager(connections.pool()),
                masters,
                settings.cipherFor(signer.suite()),
                clock);
    }

    @Bean
    KeyDesk keyDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            StoredDataKeys keys,
            MasterKeys masters,
            Signer signer,
            KeySettings settings,
            AuditLog audit,
            Clock clock) {
        return new KeyDesk(jdbc, transactions, keys, masters, settings.cipherFor(signer.suite()), audit, clock);
    }
}
