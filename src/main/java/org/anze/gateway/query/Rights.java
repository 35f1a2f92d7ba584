package org.anze.gateway.query;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreement.Kind;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.SingleCase;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** What one asker may see at the moment of one query, by the agreements in force. For one thread. */
final class Rights {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.ofHours(8));

    /** Two people may agree on more at any time; else it takes until tomorrow. */
    private static final Duration VOLUME_PAUSE = Duration.ofMinutes(15);

    private final Asker asker;
    private final Agreements agreements;
    private final LedgerFacts facts;
    private final RecordViews views;
    private final VolumeLimits volumes;
    private final Trail trail;
    private final Instant now;
    /** One for each single case that is given. */
    private final Set<String> watermarks = new LinkedHashSet<>();

    Rights(
            Asker asker,
            Agreements agreements,
            LedgerFacts facts,
            RecordViews views,
            VolumeLimits volumes,
            Trail trail,
            Instant now) {
        this.asker = asker;
        this.agreements = agreements;
        this.facts = facts;
        this.views = views;
        this.volumes = volumes;
        this.trail = trail;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    Asker asker() {
        return asker;
    }

    /** The mark that the answer must carry (BJ-17), a line for each single case in it; null when it needs none. */
    @Nullable
    String watermark() {
        return watermarks.isEmpty() ? null : String.join("\n", watermarks);
    }

    /**
     * Which records of a type may stand in a list; the decision is still taken for each. Single cases are asked for by their key.
     *
     * @throws SenderMustCorrect when no agreement in force gives records of the type for the purpose
     */
    List<Coverage> listed(RecordType type) {
        return coverages(type, Set.of(Kind.RECORDS));
    }

    /** @throws SenderMustCorrect when no agreement in force lets questions about the type be asked for the purpose */
    void mustAnswerAbout(RecordType type) {
        coverages(type, Set.of(Kind.RECORDS, Kind.STATUS));
    }

    private List<Coverage> coverages(RecordType type, Set<Kind> kinds) {
        List<Coverage> coverages = agreements.of(asker.party().id()).stream()
                .filter(agreement -> agreement.purpose() == asker.purpose() && agreement.inForce(now))
                .filter(agreement -> agreement.grants().stream()
                        .anyMatch(grant ->
                                grant.type() == type && kinds.contains(grant.kind()) && grant.singleCase() == null))
                .map(Agreement::coverage)
                .distinct()
                .toList();
        if (coverages.isEmpty()) {
            trail.outcome("refused: no agreement gives " + type.code() + " for this purpose");
            throw new SenderMustCorrect(QueryProblem.NOT_FOUND, Location.WHOLE);
        }
        return coverages;
    }

    /** The decision about a record; a denial is noted. */
    Decision decide(SealedRecord record) {
        Decision decision =
                agreements.decide(asker.party().id(), asker.purpose(), record.type(), facts.of(record), now);
        if (decision instanceof Decision.Deny deny) {
            trail.denied(deny);
        }
        return decision;
    }

    /** What may be looked at of a record for a yes or no; null when nothing. */
    @Nullable
    Facts askedAbout(SealedRecord record) {
        Facts of = facts.of(record);
        Decision decision = agreements.status(asker.party().id(), asker.purpose(), record.type(), of, now);
        trail.decidedBy(decision.agreement());
        return decision instanceof Decision.Permit ? of : null;
    }

    /**
     * Notes that a record is given, and takes it from the volume of the day.
     *
     * @return whether it may be; false when the volume is used up
     * @throws SenderMustCorrect when a person must stand behind this and none is named
     */
    boolean give(SealedRecord record, Decision.Permit permit) {
        trail.decidedBy(permit.agreement());
        SingleCase single = permit.singleCase();
        if (asker.person() == null && (single != null || views.givesPersons(record.type(), permit))) {
            throw new SenderMustCorrect(QueryProblem.PERSON_NEEDED, Location.WHOLE);
        }
        if (!volumes.take(permit.agreement(), 1, now)) {
            return false;
        }
        if (single != null && single.watermark()) {
            watermarks.add(
                    "单案授权 %s/%d：仅供 %s（%s）%s 办理 %s %s 一案使用，%s 取得，不得转发。 / Single case, for this person and case only."
                            .formatted(
                                    permit.agreement().id(),
                                    permit.agreement().version(),
                                    asker.party().name().zh(),
                                    asker.party().id(),
                                    asker.person(),
                                    record.type().zh(),
                                    record.businessKey(),
                                    MINUTE.format(now)));
            trail.watermark(String.join("; ", watermarks));
        }
        trail.gave(record.index());
        return true;
    }

    /** As {@link #give}, for answers that are all or nothing. */
    void mustGive(SealedRecord record, Decision.Permit permit) {
        if (!give(record, permit)) {
            throw usedUp(permit);
        }
    }

    TryAgainLater usedUp(Decision.Permit permit) {
        return TryAgainLater.after(
                VOLUME_PAUSE,
                QueryProblem.VOLUME_USED_UP,
                permit.agreement().id() + "/" + permit.agreement().version());
    }
}
