package org.anze.gateway.start;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.feed.FeedStatus;
import org.anze.gateway.feed.FeedStatus.RecipientStatus;

/** Meters per recipient, refreshed every few seconds: waiting, delivered, parked, age of the oldest, standing still. */
final class FeedMeters {

    private final FeedStatus feed;
    private final Clock clock;
    private final MultiGauge waiting;
    private final MultiGauge delivered;
    private final MultiGauge parked;
    private final MultiGauge age;
    private final MultiGauge stopped;

    FeedMeters(FeedStatus feed, Clock clock, MeterRegistry meters) {
        this.feed = feed;
        this.clock = clock;
        this.waiting = gauge(meters, "anze.feed.waiting", "records a recipient may see and has not confirmed");
        this.delivered = gauge(meters, "anze.feed.delivered", "records a recipient has confirmed");
        this.parked = gauge(meters, "anze.feed.parked", "records a recipient refused, waiting for an operator");
        this.age = gauge(meters, "anze.feed.oldest.waiting.seconds", "age of the oldest waiting record");
        this.stopped = gauge(meters, "anze.feed.stopped", "1 while nothing is sent to a recipient");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    void refresh() {
        List<RecipientStatus> recipients = feed.recipients();
        set(waiting, recipients, RecipientStatus::waiting);
        set(delivered, recipients, RecipientStatus::delivered);
        set(parked, recipients, RecipientStatus::parked);
        set(
                age,
                recipients,
                status -> status.oldestWaiting() == null
                        ? 0
                        : Duration.between(status.oldestWaiting(), clock.instant())
                                .toSeconds());
        set(stopped, recipients, status -> status.stopped() == null ? 0 : 1);
    }

    private interface Figure {
        long of(RecipientStatus status);
    }

    private static void set(MultiGauge gauge, List<RecipientStatus> recipients, Figure figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (RecipientStatus status : recipients) {
            long value = figure.of(status);
            rows.add(MultiGauge.Row.of(Tags.of("recipient", status.recipient()), () -> value));
        }
        gauge.register(rows, true);
    }
}
