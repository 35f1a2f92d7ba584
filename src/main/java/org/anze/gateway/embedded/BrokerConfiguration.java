package org.anze.gateway.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/** How the embedded broker is set up. Everything it keeps is synced before it is acknowledged; everything has a limit. */
final class BrokerConfiguration {

    static final String DEAD_LETTERS = "dead-letters";
    static final String EXPIRED = "expired";

    private static final int JOURNAL_BUFFER_TIMEOUT_NS = 150_000;
    private static final int LOCK_WAIT_MS = 10_000;
    private static final int ACCESS_REMEMBERED_MS = 5_000;
    private static final long LEAST_DISK_FREE = 512L << 20;
    private static final long MEMORY_FOR_MESSAGES = 64L << 20;
    private static final long MEMORY_PER_ADDRESS = 16L << 20;
    private static final int PAGE_SIZE = 2 << 20;
    private static final long PAGED_PER_ADDRESS = 2L << 30;
    private static final int CONNECTIONS_PER_PROTOCOL = 200;

    private BrokerConfiguration() {}

    /**
     * Builds the configuration.
     *
     * @param directory where journal, bindings, pages and large messages are kept
     * @param virtualMachineId number of the {@code vm://} acceptor, unique in this JVM
     */
    static Configuration create(Path directory, BrokerPorts ports, int virtualMachineId) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration
                .setName("anze-gateway")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(true)
                .setLargeMessageSync(true)
                // The default of 3.3 ms makes each synchronous send as slow as that.
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NS)
                .setJournalLockAcquisitionTimeout(LOCK_WAIT_MS)
                .setJournalFileSize(10 << 20)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(10)
                .setMinDiskFree(LEAST_DISK_FREE)
                .setGlobalMaxSize(MEMORY_FOR_MESSAGES)
                .setSecurityEnabled(true)
                .setSecurityInvalidationInterval(ACCESS_REMEMBERED_MS)
                // The well-known cluster user passes every check, so its password must not be the well-known one.
                .setClusterUser("cluster-" + PrivateFiles.randomSecret(16))
                .setClusterPassword(PrivateFiles.randomSecret(32))
                .setWildcardRoutingEnabled(false)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setPersistIDCache(true)
                .setScheduledThreadPoolMaxSize(4)
                .setThreadPoolMaxSize(30)
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG)
                .setGracefulShutdownEnabled(false)
                .setResolveProtocols(true);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(),
                Map.of(TransportConstants.SERVER_ID_PROP_NAME, Integer.toString(virtualMachineId)),
                "vm"));
        configuration.addAcceptorConfiguration(acceptor("core", "CORE", ports.core(), Map.of()));
        configuration.addAcceptorConfiguration(acceptor(
                "amqp", "AMQP", ports.amqp(), Map.of("saslMechanisms", "PLAIN", "amqpDuplicateDetection", "true")));
        configuration.addAcceptorConfiguration(acceptor("stomp", "STOMP", ports.stomp(), Map.of()));
        configuration.addAcceptorConfiguration(
                acceptor("mqtt", "MQTT", ports.mqtt(), Map.of("maximumPacketSize", EmbeddedBroker.MOST_MESSAGE_BYTES)));
        configuration.addAddressSetting("#", everyAddress());
        configuration.addAddressSetting("submit.#", fromParties());
        configuration.addAddressSetting("settle.#", fromParties());
        configuration.addAddressSetting("receipts.#", forParties());
        configuration.addAddressSetting("feed.#", forParties());
        return configuration;
    }

    private static TransportConfiguration acceptor(String name, String protocol, int port, Map<String, Object> extras) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("host", "127.0.0.1");
        parameters.put("port", port);
        parameters.put("protocols", protocol);
        parameters.put("connectionsAllowed", CONNECTIONS_PER_PROTOCOL);
        parameters.put("useEpoll", false);
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), parameters, name, new HashMap<>(extras));
    }

    private static AddressSettings everyAddress() {
        return new AddressSettings()
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                // STOMP and AMQP clients that do not say which kind they mean get the only kind there is.
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(EXPIRED))
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(MEMORY_PER_ADDRESS)
                .setPageSizeBytes(PAGE_SIZE)
                .setPageLimitBytes(PAGED_PER_ADDRESS)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL);
    }

    /**
     * A submission or receipt that the gateway cannot take now, because its database is down, say, comes back after a
     * growing pause for about half a day; after that it lies among the dead letters for an operator and is not lost.
     */
    private static AddressSettings fromParties() {
        return new AddressSettings()
                .setMaxDeliveryAttempts(1000)
                .setRedeliveryDelay(500)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(60_000);
    }

    /**
     * What waits for a party waits for as long as it takes, and in order: no dead letter, no pause that lets a later one
     * overtake, no expiry.
     */
    private static AddressSettings forParties() {
        return new AddressSettings()
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setNoExpiry(true);
    }
}
