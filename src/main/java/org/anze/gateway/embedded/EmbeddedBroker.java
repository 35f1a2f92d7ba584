package org.anze.gateway.embedded;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.impl.SecurityStoreImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.SecurityManagerUtil;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Artemis broker inside this process, with a persistent journal and acceptors for core, AMQP 1.0, STOMP and MQTT on
 * 127.0.0.1. A durable message is on disk when its sender is told that it was taken. Nothing is created because a client
 * names it: the gateway creates the queues it knows.
 *
 * <p>Threads may share it.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** Largest message taken, in bytes. Larger data comes in several messages or by another channel. */
    public static final int MOST_MESSAGE_BYTES = 64 << 20;

    /** Addresses a party can be allowed to use. */
    static final Pattern PARTY_ADDRESS = Pattern.compile("(submit|receipts|feed|settle)\\.[a-z0-9][a-z0-9-]{0,63}");

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Pattern QUEUE_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,127}");
    private static final AtomicInteger VIRTUAL_MACHINE_IDS = new AtomicInteger();
    private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final BrokerPorts wanted;
    private final BrokerAccess access;
    private final int mostMessageBytes;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable ActiveMQServer server;
    private volatile @Nullable JmsPoolConnectionFactory connections;
    private volatile @Nullable BrokerPorts ports;

    /** With its files in {@code <data>/broker}. Nothing is touched before {@link #start()}. */
    public EmbeddedBroker(Path data, BrokerPorts ports, BrokerAccess access) {
        this(data, ports, access, MOST_MESSAGE_BYTES);
    }

    /** For tests: with another limit of the message size. */
    EmbeddedBroker(Path data, BrokerPorts ports, BrokerAccess access, int mostMessageBytes) {
        this.directory = data.resolve("broker");
        this.wanted = ports;
        this.access = access;
        this.mostMessageBytes = mostMessageBytes;
    }

    /**
     * Starts the broker on a new or an existing journal and returns when it has passed a durable message from end to end.
     *
     * @throws IllegalStateException when it is not really active, or a port is taken
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("already started");
        }
        int id = VIRTUAL_MACHINE_IDS.incrementAndGet();
        String secret = PrivateFiles.randomSecret(32);
        failure.set(null);
        try {
            PrivateFiles.directory(directory);
            PartySecurityManager security = new PartySecurityManager(secret, access);
            ActiveMQServer starting = ActiveMQServers.newActiveMQServer(
                    BrokerConfiguration.create(directory, wanted, id), null, security);
            server = starting;
            starting.getServiceRegistry().addIncomingInterceptor(new MqttGuard(security));
            starting.registerBrokerPlugin(new QueueGuard(mostMessageBytes));
            starting.registerActivationFailureListener(failure::set);
            starting.registerIOCriticalErrorListener((code, message, file) -> failure.set(code));
            starting.start();
            // The server reports itself as started even when its journal could not be opened.
            if (!activates(starting) || !running()) {
                throw new IllegalStateException(
                        "内置消息服务未能启动 / the embedded broker is not active on " + directory, failure.get());
            }
            ports = new BrokerPorts(actualPort("core"), actualPort("amqp"), actualPort("stomp"), actualPort("mqtt"));
            createQueue(BrokerConfiguration.DEAD_LETTERS);
            createQueue(BrokerConfiguration.EXPIRED);
            connections = pool("vm://" + id, secret);
            BrokerSelfTest.run(this);
            LOG.info("内置消息服务已启动 {} / embedded broker is ready on {}", ports, ports);
        } catch (InterruptedException e) {
            RuntimeException failed = undo(new IllegalStateException("interrupted while starting the broker", e));
            Thread.currentThread().interrupt();
            throw failed;
        } catch (RuntimeException e) {
            throw undo(e);
        } catch (Exception e) {
            throw undo(
                    new IllegalStateException("内置消息服务启动失败 / the embedded broker does not start: " + e.getMessage(), e));
        }
    }

    /** Whether it is active and has met no disk error; a broker with a disk error must be restarted. */
    public boolean running() {
        ActiveMQServer current = server;
        return current != null && current.isStarted() && current.isActive() && failure.get() == null;
    }

    /** The ports it listens on; valid after {@link #start()}. */
    public BrokerPorts ports() {
        BrokerPorts current = ports;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        return current;
    }

    /**
     * Pooled connections of the gateway's own user, which may use every address. A durable send returns when the message
     * is on disk. Closing a connection gives it back.
     */
    public ConnectionFactory connectionFactory() {
        JmsPoolConnectionFactory current = connections;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        return current;
    }

    /**
     * Makes a durable point-to-point queue with an address of the same name; does nothing when it is there.
     *
     * @param name lower case letters, digits, dots and hyphens, such as {@code feed.<party>}
     */
    public void createQueue(String name) {
        if (!QUEUE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a queue name: " + name);
        }
        ActiveMQServer current = server;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        try {
            current.createQueue(
                    QueueConfiguration.of(name)
                            .setAddress(name)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(true)
                            .setAutoDelete(false)
                            .setAutoCreateAddress(true),
                    true);
        } catch (Exception e) {
            throw new IllegalStateException("队列建立失败 / cannot create queue " + name, e);
        }
    }

    /**
     * Ends the connections of users that are no longer welcome, with what they had not acknowledged going back to its queue.
     * The gateway's own connections are never among them.
     *
     * @param unwelcome asked once for each user that is connected
     * @return user → how many were ended
     */
    public Map<String, Integer> end(Predicate<String> unwelcome) {
        ActiveMQServer current = server;
        Map<String, Integer> ended = new TreeMap<>();
        if (current == null) {
            return ended;
        }
        Set<String> users = new TreeSet<>(connected(current).values());
        users.removeIf(user -> user.equals(PartySecurityManager.INTERNAL_USER) || !unwelcome.test(user));
        if (users.isEmpty()) {
            return ended;
        }
        if (current.getSecurityStore() instanceof SecurityStoreImpl remembered) {
            // Who is ended must not come back by an answer of a moment ago; who just did is in the second look below.
            remembered.invalidateAuthenticationCache();
            remembered.invalidateAuthorizationCache();
        }
        connected(current).forEach((connection, user) -> {
            if (users.contains(user)) {
                current.getRemotingService().removeConnection(connection.getID());
                connection.fail(new ActiveMQDisconnectedException("credential or party was withdrawn"));
                ended.merge(user, 1, Integer::sum);
            }
        });
        return ended;
    }

    /** Connections on which somebody has authenticated. */
    private static Map<RemotingConnection, String> connected(ActiveMQServer current) {
        Map<Object, String> bySession = new HashMap<>();
        for (ServerSession session : current.getSessions()) {
            if (session.getValidatedUser() != null && session.getConnectionID() != null) {
                bySession.put(session.getConnectionID(), session.getValidatedUser());
            }
        }
        Map<RemotingConnection, String> connected = new HashMap<>();
        for (RemotingConnection connection : current.getRemotingService().getConnections()) {
            String user = connection.getSubject() != null
                    ? SecurityManagerUtil.getUserFromSubject(connection.getSubject(), UserPrincipal.class)
                    : bySession.get(connection.getID());
            if (user != null) {
                connected.put(connection, user);
            }
        }
        return connected;
    }

    /** Stops the broker; what it keeps stays on disk. May be called twice. */
    @Override
    public synchronized void close() {
        JmsPoolConnectionFactory pool = connections;
        ActiveMQServer current = server;
        try {
            if (pool != null) {
                pool.stop();
            }
            if (current != null) {
                current.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("内置消息服务未能正常停止 / the embedded broker did not stop cleanly", e);
        } finally {
            connections = null;
            server = null;
            ports = null;
        }
    }

    private RuntimeException undo(RuntimeException cause) {
        try {
            close();
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
        return cause;
    }

    private boolean activates(ActiveMQServer starting) throws InterruptedException {
        long deadline = System.nanoTime() + ACTIVATION_LIMIT.toNanos();
        while (failure.get() == null && System.nanoTime() < deadline) {
            if (starting.waitForActivation(50, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private int actualPort(String acceptor) {
        ActiveMQServer current = server;
        if (current != null
                && current.getRemotingService().getAcceptor(acceptor) instanceof NettyAcceptor netty
                && netty.isStarted()) {
            return netty.getActualPort();
        }
        throw new IllegalStateException(
                "端口无法监听，可能已被占用 / the broker cannot listen for " + acceptor + ", wanted " + wanted);
    }

    private static JmsPoolConnectionFactory pool(String url, String secret) {
        ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory(url, PartySecurityManager.INTERNAL_USER, secret);
        factory.setBlockOnDurableSend(true);
        factory.setBlockOnNonDurableSend(true);
        factory.setBlockOnAcknowledge(true);
        // We exchange bytes and text only; nothing is ever deserialised.
        factory.setDeserializationDenyList("*");
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(4);
        pool.setMaxSessionsPerConnection(100);
        pool.setBlockIfSessionPoolIsFull(true);
        pool.setBlockIfSessionPoolIsFullTimeout(TimeUnit.SECONDS.toMillis(30));
        pool.start();
        return pool;
    }
}
