package org.anze.gateway.start;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.ConnectionFactory;
import javax.sql.DataSource;
import org.anze.gateway.embedded.BrokerAccess;
import org.anze.gateway.embedded.BrokerPorts;
import org.anze.gateway.embedded.EmbeddedBroker;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.identity.BrokerUsers;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Database and broker: embedded when no address of an external one is configured. The same code uses either. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoresSettings.class)
class StoresConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "anze.stores.database-url", matchIfMissing = true, havingValue = "embedded")
    static class EmbeddedDatabase {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(HomeSettings home) {
            EmbeddedPostgres postgres = new EmbeddedPostgres(home.dataFolder());
            postgres.start();
            return postgres;
        }

        @Bean
        HikariDataSource dataSource(EmbeddedPostgres postgres, StoresSettings settings) {
            return pool(postgres.jdbcUrl(), postgres.user(), postgres.password(), settings);
        }
    }

    @Bean
    @ConditionalOnMissingBean(DataSource.class)
    HikariDataSource externalDataSource(StoresSettings settings) {
        return pool(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword(), settings);
    }

    private static HikariDataSource pool(
            @Nullable String url, @Nullable String user, @Nullable String password, StoresSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(settings.databaseConnections());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "anze-gateway");
        // What the server says about a row it refuses may quote the row.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        // Rows are asked for by key and lie in memory or on a disk without arms; a plan is kept as long as its
        // connection.
        // One that reads a whole table, because that was empty when it was made, would be kept when there are millions:
        // so indexes are used wherever there is one. What has none is read as ever, and must not be taken for so dear
        // that it is compiled first. As a statement, because a pool in front of the server drops start-up options.
        config.setConnectionInitSql("set random_page_cost = 1.1; set enable_seqscan = off; set jit = off");
        // A server that is gone without a word must not hold the ledger's writer for ever.
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "120");
        return new HikariDataSource(config);
    }

    /** An index on a large table takes longer than the pool waits for an answer, and would be begun anew at each start. */
    @Bean
    FlywayConfigurationCustomizer migrationsTakeTheirTime(HikariDataSource pool) {
        PGSimpleDataSource patient = new PGSimpleDataSource();
        patient.setUrl(pool.getJdbcUrl());
        if (pool.getUsername() != null) {
            patient.setUser(pool.getUsername());
            patient.setPassword(pool.getPassword());
        }
        patient.setTcpKeepAlive(true);
        patient.setLogServerErrorDetail(false);
        patient.setApplicationName("anze-gateway");
        return flyway -> flyway.dataSource(patient);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "anze.stores.broker-url", matchIfMissing = true, havingValue = "embedded")
    static class EmbeddedMessaging {

        @Bean(destroyMethod = "close")
        @DependsOn("keyPreparation")
        EmbeddedBroker embeddedBroker(HomeSettings home, StoresSettings settings, BrokerUsers users) {
            EmbeddedBroker broker = new EmbeddedBroker(
                    home.dataFolder(),
                    new BrokerPorts(
                            settings.corePort(), settings.amqpPort(), settings.stompPort(), settings.mqttPort()),
                    BrokerAccess.ownAddressesOnly(users::authenticate, users::stands));
            broker.start();
            return broker;
        }

        @Bean
        ConnectionFactory connectionFactory(EmbeddedBroker broker) {
            return broker.connectionFactory();
        }

        @Bean
        BrokerHealth brokerHealthIndicator(EmbeddedBroker broker) {
            return new BrokerHealth(broker.connectionFactory());
        }

        @Bean
        BrokerConnections brokerConnections(EmbeddedBroker broker) {
            return broker::end;
        }

        @Bean
        QueueMaker queueMaker(EmbeddedBroker broker) {
            return broker::createQueue;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(EmbeddedMessaging.class)
    static class ExternalMessaging {

        @Bean(destroyMethod = "stop")
        ConnectionFactory connectionFactory(StoresSettings settings) {
            JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
            pool.setConnectionFactory(new ActiveMQConnectionFactory(
                    settings.brokerUrl(), settings.brokerUser(), settings.brokerPassword()));
            pool.setMaxConnections(4);
            return pool;
        }

        @Bean
        BrokerHealth brokerHealthIndicator(StoresSettings settings) {
            return BrokerHealth.of(settings.brokerUrl(), settings.brokerUser(), settings.brokerPassword());
        }

        /** An external broker's queues are its administrator's. */
        @Bean
        QueueMaker queueMaker() {
            return name -> {};
        }
    }
}
