package org.anze.gateway.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of this node: one thread renews what is held and tries for what is free. Safe for many threads.
 *
 * <p>What is shared out ({@link #shared}) is taken only up to this node's part of it while other nodes live, and given back
 * when another one appears; where a transaction is open under it, it is renewed no more and given back at a later turn. A node
 * that cannot renew for longer than {@link LeaseTimes#givenUp} regards everything as lost before its time is over. Where its
 * session has ended ({@link Presence}) others take at once what it held; a commit of its own fails then ({@link Lease#guard}).
 *
 * <p>A node whose clock is off by more than {@link #MOST_OFF} leaves the work to the others as long as one of them is in time: it
 * would seal, judge deadlines and date parcels by a wrong clock. Who is alone, or among others that are off as well, works on.
 * Of whose clock is right the database is the judge.
 */
public final class Leases implements SharedWork, AutoCloseable {

    /** Far more than machines differ that keep their time, far less than what certificates and deadlines count in. */
    static final Duration MOST_OFF = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Clock clock;
    private final String node;
    private final String version;
    private final LeaseTimes times;
    private final LeaseRows rows;
    private final Presence presence;
    private final Map<String, Held> wanted = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile long renewed = System.nanoTime();
    private volatile int living = 1;
    private volatile Duration clockAhead = Duration.ZERO;
    private boolean silent;
    private boolean stoodBack;

    /**
     * @param node this process's name, of which there must not be two at a time; also shown to people
     * @param version the program's, shown to people
     * @param clock the one that this node's work goes by; held against the database's
     */
    public Leases(DataSource dataSource, String node, String version, LeaseTimes times, Clock clock) {
        this.clock = clock;
        this.node = node;
        this.version = version;
        this.times = times;
        this.rows = new LeaseRows(dataSource, node, times.length(), times.givenUp());
        this.presence = new Presence(dataSource, node, times.givenUp());
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "leases"));
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = one;
    }

    /** Begins to renew and to take; before it nothing is held. The first leases are tried for at once. */
    public void start() {
        started.set(true);
        thread.scheduleWithFixedDelay(this::look, 0, times.every().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** This process's name among the nodes. */
    public String node() {
        return node;
    }

    /** How many nodes were seen lately, this one included; as of the last renewal. */
    public int living() {
        return living;
    }

    /** By how much this node's clock is ahead of the database's, below zero when it is behind; as of the last renewal. */
    public Duration clockAhead() {
        return clockAhead;
    }

    /** Whether another node was seen lately. */
    public boolean hasOthers() {
        return living > 1;
    }

    /** Wants a lease from now on. */
    public Lease lease(String name) {
        return want(new Held(name, false));
    }

    @Override
    public Lease shared(String name) {
        return want(new Held(name, true));
    }

    private Lease want(Held held) {
        if (wanted.putIfAbsent(held.name, held) != null) {
            throw new IllegalArgumentException("the lease " + held.name + " is wanted already");
        }
        soon();
        return held;
    }

    @Override
    public void drop(String name) {
        drop(name, false);
    }

    private void drop(String name, boolean waits) {
        Held lease = wanted.remove(name);
        if (lease != null) {
            long token = lease.token;
            lease.set(Lease.NONE);
            if (token != Lease.NONE) {
                release(lease, token, waits);
            }
        }
    }

    /** Looks now rather than at the next turn. */
    private void soon() {
        if (started.get() && open.get()) {
            thread.execute(this::look);
        }
    }

    private void look() {
        // What the database grants counts from before it was asked.
        long asked = System.nanoTime();
        try {
            FaultPoints.before(Step.LEASE_RENEW, SQLException::new);
            Map<String, Long> held = rows.renew(wanted.values().stream()
                    .filter(lease -> lease.leaving == Lease.NONE)
                    .map(lease -> lease.name)
                    .toList());
            FaultPoints.after(Step.LEASE_RENEW, SQLException::new);
            renewed = asked;
            wanted.values().forEach(lease -> lease.set(held.getOrDefault(lease.name, Lease.NONE)));
            Duration ahead = appear();
            if (presence.mayJudge(times.length())) {
                rows.noteWhoHasGone();
            }
            rows.forgetTheLongGone();
            LeaseRows.Living seen = rows.living(MOST_OFF);
            clockAhead = ahead;
            living = seen.nodes();
            boolean off = ahead.abs().compareTo(MOST_OFF) > 0;
            boolean standsBack = off && seen.othersInTime() > 0;
            tellOfTheClock(standsBack, ahead);
            if (standsBack) {
                wanted.values().forEach(this::goOnGivingBack);
            } else {
                take(off ? seen.nodes() : seen.othersInTime() + 1);
            }
            silent = false;
        } catch (SQLException | RuntimeException | Error e) {
            // Also an Error: nobody would renew anything any more, and this node would hold nothing for good.
            if (!silent) {
                LOG.atWarn().addKeyValue("error", e.toString()).log("leases cannot be renewed");
            }
            silent = true;
            if (isStale()) {
                wanted.values().forEach(lease -> lease.set(Lease.NONE));
            }
        }
    }

    private Duration appear() throws SQLException {
        try {
            return rows.appear(presence.session(), version, clock.instant());
        } catch (SQLException e) {
            presence.lost();
            throw e;
        }
    }

    private void tellOfTheClock(boolean standsBack, Duration ahead) {
        if (standsBack && !stoodBack) {
            LOG.atError()
                    .addKeyValue("aheadSeconds", ahead.toSeconds())
                    .log("本机时钟有误，工作让给其他节点 / this node's clock is wrong: it leaves the work to the others");
        } else if (stoodBack && !standsBack) {
            LOG.atInfo().addKeyValue("aheadSeconds", ahead.toSeconds()).log("this node takes part in the work again");
        }
        stoodBack = standsBack;
    }

    private boolean isStale() {
        return System.nanoTime() - renewed > times.givenUp().toNanos();
    }

    /** @param sharing among how many what is alike is shared out, this node included */
    private void take(int sharing) throws SQLException {
        List<Held> many =
                wanted.values().stream().filter(lease -> lease.isShared).toList();
        long part = -Math.floorDiv(-many.size(), sharing);
        long mine = many.stream().filter(Lease::isHeld).count();
        for (Held lease : wanted.values()) {
            if (lease.leaving != Lease.NONE) {
                goOnLeaving(lease);
            } else if (lease.isHeld()) {
                if (lease.isShared && mine > part) {
                    leave(lease);
                    mine--;
                }
            } else if (!lease.isShared || mine < part) {
                OptionalLong token = rows.take(lease.name);
                if (token.isPresent()) {
                    lease.set(token.getAsLong());
                    mine += lease.isShared ? 1 : 0;
                }
            }
        }
    }

    /** Ends what is done under it, and gives it back as soon as that has ended: this thread renews the others meanwhile. */
    private void leave(Held lease) {
        lease.leaving = lease.token;
        lease.set(Lease.NONE);
        goOnLeaving(lease);
    }

    private void goOnGivingBack(Held lease) {
        if (lease.leaving != Lease.NONE) {
            goOnLeaving(lease);
        } else if (lease.isHeld()) {
            leave(lease);
        }
    }

    private void goOnLeaving(Held lease) {
        if (release(lease, lease.leaving, false)) {
            lease.leaving = Lease.NONE;
        }
    }

    private boolean release(Held lease, long token, boolean waits) {
        try {
            return rows.release(lease.name, token, waits);
        } catch (SQLException e) {
            // It ends by itself when nobody renews it; this node asks only for what it wants.
            LOG.atWarn()
                    .addKeyValue("lease", lease.name)
                    .addKeyValue("error", e.toString())
                    .log("not given back");
            return false;
        }
    }

    /** Gives everything back, so that others need not wait. What is done under the leases must have ended. */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(times.length().toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(wanted.keySet()).forEach(name -> drop(name, true));
        try {
            rows.leave();
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("this node could not be taken off the list");
        }
        presence.close();
    }

    private final class Held implements Lease {
        private final String name;
        private final boolean isShared;
        private final List<Changed> listeners = new CopyOnWriteArrayList<>();
        private volatile long token = NONE;
        /** The token under which it is still to be given back; for the leases' thread. */
        private long leaving = NONE;

        Held(String name, boolean isShared) {
            this.name = name;
            this.isShared = isShared;
        }

        @Override
        public void onChange(Changed listener) {
            listeners.add(listener);
            if (isHeld()) {
                listener.changed(true);
            }
        }

        @Override
        public long token() {
            // A process that was frozen must not believe its memory.
            return isStale() ? NONE : token;
        }

        @Override
        public void guard(Connection connection) throws SQLException {
            long known = token();
            if (known == NONE) {
                throw new TryAgainLater(LeaseProblem.ELSEWHERE, null, name);
            }
            Lease.guard(connection, name, known);
        }

        void set(long now) {
            long before = token;
            if (now == before) {
                return;
            }
            token = now;
            LOG.atInfo()
                    .addKeyValue("lease", name)
                    .addKeyValue("token", now)
                    .log(now == NONE ? "lease lost" : "lease held");
            // Another token is another life: what is remembered of the one before is of no use.
            if (before != NONE) {
                tell(false);
            }
            if (now != NONE) {
                tell(true);
            }
        }

        private void tell(boolean held) {
            for (Changed listener : listeners) {
                try {
                    listener.changed(held);
                } catch (RuntimeException e) {
                    LOG.atError()
                            .setCause(e)
                            .addKeyValue("lease", name)
                            .log("what is done under a lease did not follow it");
                }
            }
        }
    }
}
