package org.anze.gateway.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings for the other nodes through PostgreSQL's LISTEN and NOTIFY, and hears theirs. Ringing never waits: rings gather while
 * one round trip is under way, equal ones become one. Has two threads and holds one connection. Safe for many threads.
 */
public final class Bells implements Ringer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bells.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration LISTEN = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Another node may have rung before it knew of this one: then nobody was told, and perhaps nobody rings again. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final int PATIENCE_S = 5;

    private static final String SEPARATOR = " ";

    private final DataSource dataSource;
    private final String node;
    private final BooleanSupplier others;
    private final Duration lookEvery;
    private final Map<Bell, List<Consumer<String>>> listeners = new EnumMap<>(Bell.class);
    private final Set<String> waiting = new LinkedHashSet<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private @Nullable Thread ringer;
    private @Nullable Thread hearer;

    /**
     * @param node this process's name without blanks; its own rings are not heard
     * @param others whether anybody is there to hear; asked before each round trip
     */
    public Bells(DataSource dataSource, String node, BooleanSupplier others) {
        this(dataSource, node, others, LOOK_EVERY);
    }

    /** The same, with the time after which all look for themselves, whatever was rung. */
    Bells(DataSource dataSource, String node, BooleanSupplier others, Duration lookEvery) {
        this.dataSource = dataSource;
        this.node = node;
        this.others = others;
        this.lookEvery = lookEvery;
        for (Bell bell : Bell.values()) {
            listeners.put(bell, new CopyOnWriteArrayList<>());
        }
    }

    /**
     * Tells a listener what others ring, on the hearing thread; it must not block. Also, with an empty word, when it may have
     * missed something: after the connection was lost, and every few seconds.
     */
    public void on(Bell bell, Consumer<String> listener) {
        listeners.get(bell).add(listener);
    }

    @Override
    public void ring(Bell bell, String about) {
        if (!others.getAsBoolean()) {
            return;
        }
        synchronized (waiting) {
            waiting.add(bell + SEPARATOR + (waiting.size() < MOST_WAITING ? about : ""));
            waiting.notifyAll();
        }
    }

    /** Begins to ring and to hear. */
    public synchronized void start() {
        ringer = begin("bells-ring", this::ringAll);
        hearer = begin("bells-hear", this::hearAll);
    }

    private static Thread begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void ringAll() {
        while (open.get()) {
            try {
                List<String> rings = take();
                try (Connection connection = dataSource.getConnection();
                        PreparedStatement notify = connection.prepareStatement(
                                "select pg_notify('anze_' || current_schema(), ring) from unnest(?) as ring")) {
                    notify.setArray(1, connection.createArrayOf("text", rings.toArray()));
                    notify.execute();
                }
            } catch (SQLException | RuntimeException | Error e) {
                // Also an Error: nobody would ring any more.
                LOG.atDebug().addKeyValue("error", e.toString()).log("others look for themselves");
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<String> take() throws InterruptedException {
        List<String> rings = new ArrayList<>();
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
            var ring = waiting.iterator();
            while (ring.hasNext() && rings.size() < MOST_AT_ONCE) {
                rings.add(node + SEPARATOR + ring.next());
                ring.remove();
            }
        }
        return rings;
    }

    private void hearAll() {
        boolean said = false;
        while (open.get()) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
                // What was rung while nobody listened is not told again.
                tellAll();
                said = false;
                hear(connection);
            } catch (SQLException | RuntimeException | Error e) {
                if (!said) {
                    LOG.atWarn()
                            .addKeyValue("error", e.toString())
                            .log("other nodes are not heard; this one looks by itself");
                }
                said = true;
                pause();
            }
        }
    }

    private static void listen(Connection connection) throws SQLException {
        String schema;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select quote_ident('anze_' || current_schema())")) {
            row.next();
            schema = row.getString(1);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + schema);
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        long looked = System.nanoTime();
        try {
            while (open.get()) {
                PGNotification[] rings = postgres.getNotifications((int) LISTEN.toMillis());
                if (System.nanoTime() - looked > lookEvery.toNanos()) {
                    if (!connection.isValid(PATIENCE_S)) {
                        // A server that is gone without a word is as silent as one that has nothing to tell.
                        throw new SQLException("the connection on which the others are heard does not answer");
                    }
                    tellAll();
                    looked = System.nanoTime();
                }
                for (PGNotification ring : rings == null ? new PGNotification[0] : rings) {
                    String[] words = ring.getParameter().split(SEPARATOR, 3);
                    if (words.length == 3 && !words[0].equals(node)) {
                        hear(words[1], words[2]);
                    }
                }
            }
        } finally {
            try (Statement statement = connection.createStatement()) {
                // The connection goes back to the pool.
                statement.execute("unlisten *");
            }
        }
    }

    private void hear(String bell, String about) {
        for (Bell known : Bell.values()) {
            // A node of another version may ring what this one does not know.
            if (known.name().equals(bell)) {
                tell(known, about);
            }
        }
    }

    private void tellAll() {
        for (Bell bell : Bell.values()) {
            tell(bell, "");
        }
    }

    private void tell(Bell bell, String about) {
        for (Consumer<String> listener : listeners.get(bell)) {
            try {
                listener.accept(about);
            } catch (RuntimeException | Error e) {
                LOG.atWarn().setCause(e).addKeyValue("bell", bell).log("a ring was not followed");
            }
        }
    }

    private void pause() {
        synchronized (open) {
            try {
                if (open.get()) {
                    open.wait(PAUSE.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                open.set(false);
            }
        }
    }

    /** Ends both threads; what still waits is not rung. */
    @Override
    public synchronized void close() {
        open.set(false);
        synchronized (open) {
            open.notifyAll();
        }
        for (Thread thread : new Thread[] {ringer, hearer}) {
            if (thread != null) {
                end(thread);
            }
        }
    }

    private void end(Thread thread) {
        if (thread == ringer) {
            thread.interrupt();
        }
        try {
            thread.join(LISTEN.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
