package org.anze.gateway.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.feed.FeedDispatcher;
import org.anze.gateway.intake.SubmissionProcessor;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.nodes.Bells;
import org.anze.gateway.nodes.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the doors when everything behind them stands, and closes them first. On the way up: unfinished submissions, channels,
 * feeds, who need the channels; on the way down channels, feeds, submissions, and the ledger's writer last, so that what is
 * under way ends and what is not stays where it is durable. Only then other nodes may have what this one held.
 *
 * <p>Begins when the application has started, which is later than all other lifecycles: Camel starts after them, and a feed
 * or an intake at work before it both finds no route and may meet the starting thread in a deadlock, each holding the lock
 * (of beans, of Camel) that the other wants. The node would hold its leases for ever and serve nobody.
 */
final class GatewayLifecycle implements SmartLifecycle, ApplicationListener<ApplicationStartedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);

    private final EditableFolders folders;
    private final SubmissionProcessor processor;
    private final FeedDispatcher feeds;
    private final Channels channels;
    private final LedgerWriter writer;
    private final FeedMeters meters;
    private final Leases leases;
    private final Bells bells;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "folder-watch"));
    private volatile boolean running;

    GatewayLifecycle(
            EditableFolders folders,
            SubmissionProcessor processor,
            FeedDispatcher feeds,
            Channels channels,
            LedgerWriter writer,
            FeedMeters meters,
            Leases leases,
            Bells bells) {
        this.folders = folders;
        this.processor = processor;
        this.feeds = feeds;
        this.channels = channels;
        this.writer = writer;
        this.meters = meters;
        this.leases = leases;
        this.bells = bells;
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        start();
    }

    /** By the event. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public void start() {
        try {
            leases.start();
            bells.start();
            processor.resume();
            channels.start(folders.current().parties());
            feeds.follow(folders.current().parties());
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            // What was opened has threads of its own, which would keep a gateway alive that did not start.
            stop();
            throw e;
        }
        folders.whenReloaded(read -> {
            try {
                channels.follow(read.parties());
            } finally {
                // A channel that cannot follow is no reason to go on giving what an agreement no longer allows.
                feeds.follow(read.parties());
            }
        });
        watch.scheduleWithFixedDelay(this::look, 2, 2, TimeUnit.SECONDS);
        watch.scheduleWithFixedDelay(this::count, 5, 15, TimeUnit.SECONDS);
        running = true;
    }

    private void look() {
        try {
            folders.reloadIfChanged();
        } catch (RuntimeException | Error e) {
            // Also an Error: what is withdrawn in the folders would never be seen again.
            LOG.atError().setCause(e).log("the folders could not be looked at; the next look is in two seconds");
        }
    }

    private void count() {
        try {
            meters.refresh();
        } catch (RuntimeException | Error e) {
            LOG.atWarn().setCause(e).log("the meters of the feeds keep their old values");
        }
    }

    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
        try {
            channels.stop();
        } finally {
            feeds.close();
            processor.close();
            writer.close();
            bells.close();
            leases.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before Camel and the web server do. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
