package org.anze.gateway.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.SeenReceipts;
import org.anze.gateway.flow.TwoNodes;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * One sender on each channel that goes on at its pace until it is told to stop: it repeats a submission under its id, at
 * whichever node answers, until it has the receipt, and only then makes the next.
 */
final class SteadyLoad implements AutoCloseable {

    /** Ways in. */
    enum Channel {
        REST("insurer-wu"),
        SFTP("insurer-jia"),
        QUEUE("insurer-bing");

        private final String party;

        Channel(String party) {
            this.party = party;
        }
    }

    private static final Duration PACE = Duration.ofMillis(100);
    /** After that a sender tries again, at the other node. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String prefix;
    private final List<GatewayProcess> nodes;
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(Channel.values().length);
    private final ExecutorService attempts = Executors.newCachedThreadPool();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Map<Channel, AtomicLong> receipts = new EnumMap<>(Channel.class);
    private final Map<GatewayProcess, DemoSenders> senders = new HashMap<>();
    private final Map<GatewayProcess, AtomicLong> answers = new HashMap<>();
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final SeenReceipts seen = new SeenReceipts();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    /** @param prefix of business keys and submission ids */
    SteadyLoad(TwoNodes gateway, String prefix) {
        this.prefix = prefix;
        this.nodes = List.of(gateway.first(), gateway.second());
        for (GatewayProcess node : nodes) {
            answers.put(node, new AtomicLong());
            senders.put(node, node.senders());
        }
        for (Channel channel : Channel.values()) {
            receipts.put(channel, new AtomicLong());
            pace.scheduleWithFixedDelay(() -> send(channel), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(Channel channel) {
        long number = receipts.get(channel).get();
        String id = prefix + "-" + channel + "-" + number;
        MixedMessage message = MixedMessage.of(prefix + channel, number);
        for (long attempt = number; open.get() || attempt > number; attempt++) {
            GatewayProcess node = nodes.get((int) (attempt % nodes.size()));
            Future<byte[]> exchange = attempts.submit(() -> exchange(channel, senders.get(node), id, message.body()));
            try {
                JsonNode receipt = seen.add(exchange.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
                if (!message.isAnsweredBy(receipt)) {
                    faults.add(id + " " + receipt);
                }
                records.addAll(message.records());
                answers.get(node).incrementAndGet();
                receipts.get(channel).incrementAndGet();
                return;
            } catch (TimeoutException | ExecutionException e) {
                exchange.cancel(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static byte[] exchange(Channel channel, DemoSenders senders, String id, byte[] body) throws IOException {
        return switch (channel) {
            case REST -> {
                PartyClient.Answer answer = senders.https(channel.party)
                        .submit(id, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(body));
                if (answer.status() != 200) {
                    throw new IOException("status " + answer.status());
                }
                yield answer.body();
            }
            case SFTP ->
                senders.exchangeOverSftp(
                        channel.party, FaultSite.FILES + id + ".ndjson", new ByteArrayInputStream(body), PATIENCE);
            case QUEUE -> senders.exchangeOverQueue(channel.party, id, body, PATIENCE);
        };
    }

    /** Receipts of a channel so far. */
    long receipts(Channel channel) {
        return receipts.get(channel).get();
    }

    /** Waits until each of these senders has so many receipts more. */
    void awaitMore(Set<Channel> channels, int more, Duration patience) {
        Map<Channel, Long> before = new EnumMap<>(Channel.class);
        channels.forEach(channel -> before.put(channel, receipts(channel)));
        Awaitility.await("receipts of " + channels + " after " + before)
                .dontCatchUncaughtExceptions()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> channels.stream().allMatch(channel -> receipts(channel) >= before.get(channel) + more));
    }

    /** Receipts that came from a node so far, whoever processed it. */
    long answers(GatewayProcess node) {
        return answers.get(node).get();
    }

    /** Adds records that were accepted besides the load, each as {@code <business key> v<version>}. */
    void accepted(Set<String> more) {
        records.addAll(more);
    }

    /** What receipts say is accepted. */
    Set<String> records() {
        return Set.copyOf(records);
    }

    /** The receipts that came. */
    SeenReceipts seen() {
        return seen;
    }

    /** Receipts that do not say what has to become of their records. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Lets each sender finish what it has under way. */
    void finish(Duration patience) throws InterruptedException {
        open.set(false);
        pace.shutdown();
        if (!pace.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("a submission has no receipt after " + patience);
        }
    }

    @Override
    public void close() {
        open.set(false);
        pace.shutdownNow();
        attempts.shutdownNow();
    }
}
