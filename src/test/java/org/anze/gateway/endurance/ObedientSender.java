package org.anze.gateway.endurance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.demo.PartyClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends by REST as the manual asks: who is told to wait waits as long as was said and repeats under the same id; an impatient one
 * repeats after a time of its own. Any answer but a receipt, a place to look, or such a request to wait is a fault. Safe for many
 * threads.
 */
final class ObedientSender {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int MOST_FAULTS = 20;

    private final DemoSenders parties;
    /** Instead of what it is told to wait; null when it does as it is told. */
    private final @Nullable Duration repeatsAfter;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, Long> answers = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    ObedientSender(DemoSenders parties) {
        this(parties, null);
    }

    private ObedientSender(DemoSenders parties, @Nullable Duration repeatsAfter) {
        this.parties = parties;
        this.repeatsAfter = repeatsAfter;
    }

    /** One that comes again after this time whatever it is told. */
    static ObedientSender impatient(DemoSenders parties, Duration repeatsAfter) {
        return new ObedientSender(parties, repeatsAfter);
    }

    /**
     * Repeats until it is taken.
     *
     * @return records accepted, empty when the answer was that it is processed in the background
     * @throws IOException when the answer may not be, or when the sender was ended first
     */
    OptionalLong send(String party, String id, String mapping, byte[] lines) throws IOException, InterruptedException {
        while (true) {
            PartyClient.Answer answer = parties.https(party)
                    .submit(id, "application/x-ndjson", mapping, () -> new ByteArrayInputStream(lines));
            boolean busy = answer.status() == 429 || answer.status() == 503;
            String wait = answer.header("retry-after").orElse("");
            if (answer.status() != 200 && answer.status() != 202 && !(busy && wait.matches("\\d{1,5}"))) {
                throw fault(id + " answered " + answer.status() + " " + answer.headers() + " " + answer.text());
            }
            count(answer);
            if (answer.status() == 202) {
                return OptionalLong.empty();
            }
            if (!busy) {
                return OptionalLong.of(JSON.readTree(answer.body())
                        .path("body")
                        .path("accepted")
                        .asLong());
            }
            pause(repeatsAfter == null ? Duration.ofSeconds(Long.parseLong(wait)) : repeatsAfter);
        }
    }

    /** Like {@link #send}, but looks until it is final: records accepted. */
    long sendAndLook(String party, String id, String mapping, byte[] lines) throws IOException, InterruptedException {
        OptionalLong accepted = send(party, id, mapping, lines);
        while (accepted.isEmpty()) {
            pause(LOOK_AGAIN);
            PartyClient.Answer answer = parties.https(party).get("/api/v1/submissions/" + id);
            if (answer.status() == 200) {
                JsonNode status = JSON.readTree(answer.body());
                if (status.path("final").asBoolean()) {
                    accepted = OptionalLong.of(status.path("accepted").asLong());
                }
            } else if (answer.status() != 429 && answer.status() != 503) {
                throw fault(id + " asked for, answered " + answer.status() + " " + answer.text());
            }
        }
        return accepted.getAsLong();
    }

    private synchronized void count(PartyClient.Answer answer) {
        answers.merge(
                answer.status()
                        + answer.header("retry-after")
                                .map(wait -> " after " + wait + " s")
                                .orElse(""),
                1L,
                Long::sum);
    }

    private synchronized IOException fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
        return new IOException(what);
    }

    /** Waits, as long as it is not ended. */
    void pause(Duration time) throws IOException, InterruptedException {
        if (ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("ended");
        }
    }

    /** Whoever waits stops waiting and does not send again. */
    void end() {
        ended.countDown();
    }

    /** How often which answer came. */
    synchronized Map<String, Long> answers() {
        return new TreeMap<>(answers);
    }

    /** Posts that were answered. */
    synchronized long posts() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of these, how many were told to wait. */
    synchronized long toldToWait() {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey().matches("(429|503) .*"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Answers that may not be; the first twenty. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
