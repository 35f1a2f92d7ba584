package org.anze.gateway.identity;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every credential that was taken or refused, in one form: counted always; logged and audited once an hour for the
 * same party, credential and evidence, and once a minute for the same refusal. Auditing happens on another thread, so that
 * nobody waits at a door for the database; what cannot be audited is counted and logged. Safe for many threads.
 */
public final class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
    private static final Duration SAME_SUCCESS = Duration.ofHours(1);
    private static final Duration SAME_REFUSAL = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 4096;
    private static final int LONGEST_EVIDENCE = 100;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern PARTY = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    private final Consumer<AuditEvent> audit;
    private final Executor auditing;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Instant> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * @param audit keeps an event; may throw
     * @param auditing runs it; may refuse
     */
    public SignIns(Consumer<AuditEvent> audit, Executor auditing, MeterRegistry meters, Clock clock) {
        this.audit = audit;
        this.auditing = auditing;
        this.meters = meters;
        this.clock = clock;
    }

    /** A credential was taken. */
    public void accepted(Identity identity) {
        count(identity.credential(), "accepted");
        String party = identity.party().id();
        if (isNews("+" + identity.credential() + party + identity.evidence(), SAME_SUCCESS)) {
            tell(AuditKind.SIGN_IN, identity.credential(), party, "accepted", identity.evidence());
        }
    }

    /**
     * A credential was refused.
     *
     * @param claimed whose it claims to be, as a stranger wrote it; null when it claims nothing
     * @param why a code of the catalogue, or a word of ours
     * @param evidence its fingerprint; null for none
     */
    public void refused(Credential credential, @Nullable String claimed, String why, @Nullable String evidence) {
        count(credential, "refused");
        String party = claimed != null && PARTY.matcher(claimed).matches() ? claimed : null;
        if (isNews("-" + credential + party + why, SAME_REFUSAL)) {
            tell(
                    AuditKind.SIGN_IN_REFUSED,
                    credential,
                    party == null ? "-" : party,
                    "refused: " + why,
                    evidence == null ? "-" : evidence);
        }
    }

    /** What was opened with a credential was ended, because the credential or the party is gone. */
    public void ended(Credential credential, String party, int sessions) {
        count(credential, "ended");
        tell(AuditKind.SIGN_IN_REFUSED, credential, party, "ended: " + sessions, "-");
    }

    private void count(Credential credential, String outcome) {
        meters.counter("anze.identity", "credential", credential.name(), "outcome", outcome)
                .increment();
    }

    private boolean isNews(String key, Duration quiet) {
        Instant now = clock.instant();
        synchronized (told) {
            Instant before = told.get(key);
            if (before != null && now.isBefore(before.plus(quiet))) {
                return false;
            }
            told.put(key, now);
            return true;
        }
    }

    private void tell(AuditKind kind, Credential credential, String party, String outcome, String shown) {
        // A stranger's key has a say in how it is shown.
        String evidence = CONTROL.matcher(
                        shown.length() > LONGEST_EVIDENCE ? shown.substring(0, LONGEST_EVIDENCE) : shown)
                .replaceAll(" ");
        LOG.atInfo()
                .addKeyValue("credential", credential.name())
                .addKeyValue("party", party)
                .addKeyValue("outcome", outcome)
                .addKeyValue("evidence", evidence)
                .log("identity");
        Actor actor = party.equals("-") ? new Actor(null, null) : Actor.party(party);
        AuditEvent event = new AuditEvent(kind, actor, null, null, credential.name() + " " + evidence, outcome, null);
        try {
            auditing.execute(() -> keep(event));
        } catch (RejectedExecutionException e) {
            lost(event, e);
        }
    }

    private void keep(AuditEvent event) {
        try {
            audit.accept(event);
        } catch (RuntimeException e) {
            lost(event, e);
        }
    }

    private void lost(AuditEvent event, RuntimeException why) {
        meters.counter("anze.identity.unaudited").increment();
        LOG.warn(
                "未能记入审计日志 / not audited: {} {} ({})",
                event.subject(),
                event.outcome(),
                why.getClass().getSimpleName());
    }
}
