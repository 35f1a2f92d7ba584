package org.anze.gateway.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a test orders over one loopback connection, a line each way at a time.
 *
 * <p>To the process: {@code order <id> <step> <moment> <fault> <skip>} strikes once, after that many passes; {@code go <id>}
 * lets a thread that stands still go on; {@code cancel <id>}; {@code clock <milliseconds>} moves the clock. From it:
 * {@code passed <step> <moment>} the first time a point is passed, {@code reached <id>} before a fault strikes. Safe for many
 * threads.
 */
final class FaultOrders {

    private static final System.Logger LOG = System.getLogger(FaultOrders.class.getName());
    /** Whoever ordered it may be gone: nobody stands still for ever. */
    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(90);

    private static final int HALTED = 137;

    private final int port;
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> standing = new ConcurrentHashMap<>();
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private final OffsetClock clock = new OffsetClock();
    private @Nullable OutputStream out;

    private record Order(String id, Fault fault, AtomicInteger skip) {}

    private FaultOrders(int port) {
        this.port = port;
    }

    static @Nullable FaultOrders ofProperty(String property) {
        Integer port = Integer.getInteger(property);
        return port == null ? null : new FaultOrders(port);
    }

    synchronized void begin() {
        if (out != null) {
            return;
        }
        LOG.log(Level.WARNING, "fault points are on: this process takes orders to fail from 127.0.0.1:" + port);
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            out = socket.getOutputStream();
            Thread reader = new Thread(() -> read(socket), "fault-orders");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new IllegalStateException("nobody gives orders on port " + port, e);
        }
    }

    private void read(Socket socket) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line.split(" "));
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "no more orders: " + e.getMessage());
        }
        orders.clear();
        standing.values().forEach(CountDownLatch::countDown);
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "order" ->
                orders.put(
                        point(Step.valueOf(words[2]), Moment.valueOf(words[3])),
                        new Order(words[1], Fault.valueOf(words[4]), new AtomicInteger(Integer.parseInt(words[5]))));
            case "cancel" -> orders.values().removeIf(order -> order.id.equals(words[1]));
            case "go" ->
                standing.computeIfAbsent(words[1], id -> new CountDownLatch(1)).countDown();
            case "clock" -> clock.offset = Duration.ofMillis(Long.parseLong(words[1]));
            default -> throw new IllegalArgumentException("no such order: " + words[0]);
        }
    }

    private static String point(Step step, Moment moment) {
        return step.name() + " " + moment.name();
    }

    Clock clock() {
        return clock;
    }

    <E extends Exception> void reached(Step step, Moment moment, Function<String, E> failure) throws E {
        String point = point(step, moment);
        if (passed.add(point)) {
            say("passed " + point);
        }
        Order order = orders.get(point);
        if (order == null || order.skip.getAndDecrement() > 0 || !orders.remove(point, order)) {
            return;
        }
        say("reached " + order.id);
        switch (order.fault) {
            case HALT -> Runtime.getRuntime().halt(HALTED);
            case FREEZE -> stand(order.id);
            case FAIL -> throw failure.apply("ordered to fail " + point);
        }
    }

    private void stand(String id) {
        CountDownLatch go = standing.computeIfAbsent(id, any -> new CountDownLatch(1));
        try {
            go.await(LONGEST_FREEZE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void say(String line) {
        if (out == null) {
            return;
        }
        try {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            LOG.log(Level.INFO, "nobody listens: " + e.getMessage());
        }
    }

    private static final class OffsetClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new ZonedView(this, zone);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }
    }

    /** The same instants in another zone. */
    private static final class ZonedView extends Clock {
        private final Clock source;
        private final ZoneId zone;

        ZonedView(Clock source, ZoneId zone) {
            this.source = source;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new ZonedView(source, other);
        }

        @Override
        public Instant instant() {
            return source.instant();
        }
    }
}
