package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.anze.gateway.feed.ParcelRows.StoredParcel;
import org.anze.gateway.ledger.LedgerEvents;
import org.anze.gateway.nodes.Bell;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.nodes.SharedWork;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SignedCheckpoint;

/**
 * Keeps one feed per recipient running and takes settlements. Of several nodes one serves a recipient, whose lease it holds;
 * settlements and orders are taken by every node. Safe for several threads.
 */
public final class FeedDispatcher implements Settlements, FeedActions, LedgerEvents, AutoCloseable {

    /** Entries that may wait to be given once more; about what a feed gives in a few seconds. */
    private static final int MOST_BACKLOG = 10_000;

    /** Parcels that may be open again at a time: new records leave in between, and all fit among those that are looked at. */
    private static final int MOST_REOPENED = 20;

    private final FeedRows rows;
    private final Selection selection;
    private final ParcelMaker maker;
    private final CourierLine couriers;
    private final Supplier<Agreements> agreements;
    private final SharedWork work;
    private final Ringer others;
    private final Duration gather;
    private final Clock clock;
    private final Map<String, Running> feeds = new ConcurrentHashMap<>();

    FeedDispatcher(
            FeedRows rows,
            Selection selection,
            ParcelMaker maker,
            CourierLine couriers,
            Supplier<Agreements> agreements,
            SharedWork work,
            Ringer others,
            Duration gather,
            Clock clock) {
        this.rows = rows;
        this.selection = selection;
        this.maker = maker;
        this.couriers = couriers;
        this.agreements = agreements;
        this.work = work;
        this.others = others;
        this.gather = gather;
        this.clock = clock;
    }

    private record Running(RecipientFeed feed, Thread thread) {}

    /** Starts, restarts and ends feeds so that they match the parties; called at start-up and after each reload. */
    public synchronized void follow(Parties parties) {
        for (Running running : List.copyOf(feeds.values())) {
            Party before = running.feed.recipient();
            boolean same = parties.find(before.id()).filter(before::equals).isPresent();
            if (!same) {
                end(running);
                feeds.remove(before.id());
                work.drop(lease(before.id()));
            }
        }
        for (Party party : parties.all()) {
            if (party.delivery() != null && !feeds.containsKey(party.id())) {
                Lease lease = work.shared(lease(party.id()));
                RecipientFeed feed =
                        new RecipientFeed(party, rows, selection, maker, couriers, agreements, lease, gather, clock);
                lease.onChange(held -> feed.ring());
                Thread thread = new Thread(feed, "feed-" + party.id());
                feeds.put(party.id(), new Running(feed, thread));
                thread.start();
            }
        }
        ringAll();
    }

    /** The name of the lease under which a recipient is served. */
    static String lease(String recipient) {
        return "feed/" + recipient;
    }

    /** Something changed for a recipient; for all of them when it is empty. Rung by another node. */
    void ringHere(String recipient) {
        if (recipient.isEmpty()) {
            ringAll();
        } else {
            feed(recipient).ifPresent(RecipientFeed::ring);
        }
    }

    private void ring(String recipient) {
        ringHere(recipient);
        others.ring(Bell.FEED, recipient);
    }

    /** Wakes every feed. */
    public void ringAll() {
        feeds.values().forEach(running -> running.feed.ring());
    }

    @Override
    public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
        if (!entries.isEmpty()) {
            ringAll();
        }
    }

    @Override
    public void appendedElsewhere() {
        ringAll();
    }

    /** The feed of a recipient while it runs. */
    Optional<RecipientFeed> feed(String recipient) {
        return Optional.ofNullable(feeds.get(recipient)).map(Running::feed);
    }

    @Override
    public boolean settle(String recipient, long number, Settlement settlement) {
        if (settlement instanceof Settlement.AwaitingReceipt) {
            throw new IllegalArgumentException("that settles nothing");
        }
        byte[] mark = null;
        if (settlement.digest() != null) {
            StoredParcel stored = rows.parcels().stored(recipient, number).orElse(null);
            if (stored == null) {
                return false;
            }
            if (!settlement.isAbout(stored.parcel().document())) {
                throw new SenderMustCorrect(FeedProblem.OTHER_BYTES, Location.WHOLE, number);
            }
            mark = stored.mark();
        }
        boolean known =
                rows.settlements().settle(recipient, number, mark, ParcelSending.refused(settlement), clock.instant());
        ring(recipient);
        return known;
    }

    @Override
    public Waiting waiting(String recipient, long after, int limit) {
        List<Parcel> parcels = new ArrayList<>();
        Optional<RecipientFeed> feed = feed(recipient);
        if (feed.isPresent()) {
            Agreements now = agreements.get();
            for (OpenParcel open : inTurn(feed.get(), now, after)) {
                if (parcels.size() == limit) {
                    return new Waiting(parcels, open.number());
                }
                pulled(feed.get(), open, now).ifPresent(parcels::add);
            }
        }
        return new Waiting(parcels, null);
    }

    @Override
    public Optional<Parcel> waiting(String recipient, long number) {
        Agreements now = agreements.get();
        return feed(recipient).flatMap(feed -> inTurn(feed, now, number - 1).stream()
                .filter(open -> open.number() == number)
                .findFirst()
                .flatMap(open -> pulled(feed, open, now)));
    }

    /** What waits for who pulls, in the order in which it is given. */
    private List<OpenParcel> inTurn(RecipientFeed feed, Agreements now, long after) {
        String recipient = feed.recipient().id();
        if (rows.paused(recipient).isPresent() || now.broken().containsKey(recipient)) {
            return List.of();
        }
        List<OpenParcel> open = rows.parcels().open(recipient);
        return Stream.concat(
                        open.stream().filter(parcel -> parcel.number() > after),
                        // Its receipt may be lost, or never have been sent: without it nothing new would be made in the
                        // end.
                        open.stream().filter(parcel -> parcel.number() <= after && feed.isDueAgain(parcel)))
                .toList();
    }

    private Optional<Parcel> pulled(RecipientFeed feed, OpenParcel open, Agreements now) {
        if (feed.fate(open, now) == StoppedParcels.Fate.CLOSED) {
            return Optional.empty();
        }
        String recipient = feed.recipient().id();
        FaultPoints.before(Step.PULL_ANSWER, IllegalStateException::new);
        rows.parcels().leaving(recipient, open.number(), clock.instant());
        if (open.wasSettled()) {
            // It was given again: from now on its time goes like that of any other.
            rows.parcels().awaitingReceipt(recipient, open.number());
        }
        return rows.parcels().parcel(recipient, open.number());
    }

    @Override
    public void resend(String recipient, long number) {
        requireParcel(recipient, number);
        // Whoever orders it is told at once when its bytes can no longer be read.
        rows.parcels().parcel(recipient, number);
        if (rows.parcels().reopened(recipient, number) >= MOST_REOPENED) {
            throw new TryAgainLater(FeedProblem.REOPENED_FULL, null, recipient, MOST_REOPENED);
        }
        rows.parcels().reopen(recipient, number);
        ring(recipient);
    }

    @Override
    public int release(String recipient, long number, List<Long> wanted) {
        requireParcel(recipient, number);
        int released = rows.release(recipient, number, Set.copyOf(wanted), clock.instant());
        ring(recipient);
        return released;
    }

    @Override
    public void replay(String recipient, List<Long> entries) {
        if (!rows.giveAgain(recipient, entries, MOST_BACKLOG)) {
            throw new TryAgainLater(FeedProblem.BACKLOG_FULL, null, recipient, MOST_BACKLOG);
        }
        ring(recipient);
    }

    @Override
    public void pause(String recipient, String reason) {
        rows.pause(recipient, reason, clock.instant());
    }

    @Override
    public void resume(String recipient) {
        rows.resume(recipient);
        ring(recipient);
    }

    private void requireParcel(String recipient, long number) {
        if (!rows.parcels().exists(recipient, number)) {
            throw new IllegalArgumentException("no parcel " + number + " of " + recipient);
        }
    }

    private static void end(Running running) {
        running.feed.close();
        try {
            running.thread.join(TimeUnit.SECONDS.toMillis(5));
            if (running.thread.isAlive()) {
                // It waits for its recipient; the parcel under way stays open and will be sent again.
                running.thread.interrupt();
                running.thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all feeds after the step under way. */
    @Override
    public synchronized void close() {
        feeds.values().forEach(running -> running.feed.close());
        feeds.values().forEach(FeedDispatcher::end);
        feeds.values()
                .forEach(running -> work.drop(lease(running.feed.recipient().id())));
        feeds.clear();
    }
}
