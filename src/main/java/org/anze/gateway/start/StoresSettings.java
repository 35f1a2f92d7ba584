package org.anze.gateway.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Database and broker ({@code anze.stores.*}). Either is embedded, or its address says where the external one is.
 *
 * @param databaseUrl JDBC URL of an external PostgreSQL 16 or later; null starts the embedded one
 * @param databaseUser user of the external database
 * @param databasePassword its password
 * @param databaseConnections most connections
 * @param brokerUrl URL of an external Artemis, {@code tcp://host:61616?…}; null starts the embedded one
 * @param brokerUser user that may use every address
 * @param brokerPassword its password
 * @param corePort embedded: Artemis core; 0 takes a free one
 * @param amqpPort embedded: AMQP 1.0
 * @param stompPort embedded: STOMP
 * @param mqttPort embedded: MQTT
 */
@ConfigurationProperties(prefix = "anze.stores", ignoreUnknownFields = false)
public record StoresSettings(
        @Nullable String databaseUrl,
        @Nullable String databaseUser,
        @Nullable String databasePassword,
        @DefaultValue("24") int databaseConnections,
        @Nullable String brokerUrl,
        @Nullable String brokerUser,
        @Nullable String brokerPassword,
        @DefaultValue("61616") int corePort,
        @DefaultValue("5672") int amqpPort,
        @DefaultValue("61613") int stompPort,
        @DefaultValue("1883") int mqttPort) {}
