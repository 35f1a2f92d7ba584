package org.anze.gateway.evidence;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.evidence.stamp.Stamp;
import org.anze.gateway.evidence.stamp.TimeStampAuthority;
import org.anze.gateway.evidence.witness.Cosigning;
import org.anze.gateway.evidence.witness.WitnessClient;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.seal.SignedCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the newest checkpoint stamped and cosigned, one and the same by all, so that one checkpoint carries everything. Works
 * beside the traffic on threads of its own: nothing waits for it. Several gateways on one database do no harm to each other.
 */
public final class EvidenceKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeeper.class);

    private final LedgerReader ledger;
    private final EvidenceRows rows;
    private final Map<String, TimeStampAuthority> authorities;
    private final List<WitnessClient> witnesses;
    private final Clock clock;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "evidence"));
    private final ExecutorService calls;
    private final Map<String, EvidenceState.AuthorityState> authorityStates = new ConcurrentHashMap<>();
    private final Map<String, EvidenceState.WitnessState> witnessStates = new ConcurrentHashMap<>();
    private volatile @Nullable Instant lastStamp;
    private volatile long stamped = -1;

    /** @param authorities by name, in the order they are asked */
    EvidenceKeeper(
            LedgerReader ledger,
            EvidenceRows rows,
            Map<String, TimeStampAuthority> authorities,
            List<WitnessClient> witnesses,
            Clock clock) {
        this.ledger = ledger;
        this.rows = rows;
        this.authorities = authorities;
        this.witnesses = List.copyOf(witnesses);
        this.clock = clock;
        this.calls = Executors.newFixedThreadPool(1 + witnesses.size(), work -> daemon(work, "evidence-call"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to look, now and after each period. Nobody is asked while there is nobody to ask. */
    void start(Duration period) {
        if (!authorities.isEmpty() || !witnesses.isEmpty()) {
            looks.scheduleWithFixedDelay(this::look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            lookOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("stamps and cosignatures wait for the next look");
        }
    }

    /** One look: returns when everybody has answered or has had their time. */
    void lookOnce() throws InterruptedException {
        SignedCheckpoint newest = ledger.newest().orElse(null);
        if (newest == null) {
            return;
        }
        List<Future<?>> calling = new ArrayList<>();
        if (!authorities.isEmpty() && rows.stamped() < newest.checkpoint().size()) {
            calling.add(calls.submit(() -> stamp(newest)));
        }
        for (WitnessClient witness : witnesses) {
            calling.add(calls.submit(() -> cosign(witness, newest)));
        }
        for (Future<?> call : calling) {
            try {
                call.get();
            } catch (ExecutionException e) {
                LOG.atWarn().setCause(e.getCause()).log("a stamp or cosignature could not be kept");
            }
        }
        stamped = rows.stamped();
    }

    private void stamp(SignedCheckpoint newest) {
        for (Map.Entry<String, TimeStampAuthority> authority : authorities.entrySet()) {
            String name = authority.getKey();
            try {
                Stamp stamp = authority.getValue().stamp(newest.checkpoint());
                rows.keep(newest.checkpoint().size(), stamp, clock.instant());
                lastStamp = stamp.time();
                tell(name, null);
                return;
            } catch (IOException e) {
                tell(name, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Says a change once, not every period. */
    private void tell(String authority, @Nullable String fault) {
        EvidenceState.AuthorityState before =
                authorityStates.put(authority, new EvidenceState.AuthorityState(authority, fault, clock.instant()));
        boolean failedBefore = before != null && before.fault() != null;
        if (fault != null && !failedBefore) {
            LOG.atWarn()
                    .addKeyValue("authority", authority)
                    .addKeyValue("fault", fault)
                    .log("no time stamp");
        } else if (fault == null && failedBefore) {
            LOG.atInfo().addKeyValue("authority", authority).log("time stamps again");
        }
    }

    private void cosign(WitnessClient witness, SignedCheckpoint newest) {
        String name = witness.witness().name();
        long known = cosigned(witness);
        long size = newest.checkpoint().size();
        if (known == size) {
            return;
        }
        Cosigning cosigning = witness.cosign(newest, known, ledger::consistency);
        Instant now = clock.instant();
        if (cosigning.line() != null && cosigning.time() != null) {
            rows.keep(size, name, cosigning.line(), cosigning.time(), now);
            known = size;
        }
        EvidenceState.WitnessState state =
                new EvidenceState.WitnessState(name, known, cosigning.outcome(), cosigning.detail(), now);
        EvidenceState.WitnessState before = witnessStates.put(name, state);
        if (before == null || before.outcome() != cosigning.outcome()) {
            tell(state, cosigning.outcome());
        }
    }

    private long cosigned(WitnessClient client) {
        return rows.cosigned(client.witness().name(), client.witness().key().lineStart());
    }

    private static void tell(EvidenceState.WitnessState state, Cosigning.Outcome outcome) {
        var event =
                outcome.isAlarm() ? LOG.atError() : outcome == Cosigning.Outcome.COSIGNED ? LOG.atInfo() : LOG.atWarn();
        event.addKeyValue("witness", state.name())
                .addKeyValue("outcome", outcome)
                .addKeyValue("detail", state.detail())
                .log("asked a witness");
    }

    /** How far things are. Costs no query once the keeper has looked. */
    public EvidenceState state() {
        if (stamped < 0) {
            stamped = rows.stamped();
        }
        List<EvidenceState.AuthorityState> asked = authorities.keySet().stream()
                .map(name -> authorityStates.getOrDefault(name, new EvidenceState.AuthorityState(name, null, null)))
                .toList();
        List<EvidenceState.WitnessState> watching = witnesses.stream()
                .map(client -> witnessStates.computeIfAbsent(
                        client.witness().name(),
                        name -> new EvidenceState.WitnessState(name, cosigned(client), null, "", null)))
                .toList();
        return new EvidenceState(ledger.size(), stamped, lastStamp, asked, watching);
    }

    /** Looks no more; calls under way end within their timeout. */
    @Override
    public void close() {
        looks.shutdownNow();
        calls.shutdownNow();
    }
}
