package org.anze.gateway.task;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.feed.FeedActions;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.SealedRecord;

/** Records that a recipient was given go to it once more, in later parcels. */
final class ReplayAct implements TaskAct {

    private static final int AT_ONCE = 500;

    private final FeedActions feeds;
    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    ReplayAct(FeedActions feeds, LedgerReader ledger, LedgerFacts facts, Supplier<Agreements> agreements, Clock clock) {
        this.feeds = feeds;
        this.ledger = ledger;
        this.facts = facts;
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public List<TaskKind> kinds() {
        return List.of(TaskKind.REPLAY);
    }

    /** Only what has left for the recipient: giving it more than it had is a matter of its agreement. */
    @Override
    public Candidates candidates(TaskOrder order) {
        if (order.chosen() instanceof Chosen.Listed listed) {
            return new Candidates(
                    "select distinct q.entry from unnest(?::bigint[]) as q (entry) where exists (select 1 from parcel p"
                            + " where p.recipient = ? and p.left_at is not null"
                            + " and p.from_entry <= q.entry and p.to_entry > q.entry"
                            + " and (q.entry = any(p.entries) or q.entry = any(p.left_entries))) order by 1",
                    List.of(listed.subjects().toArray(Long[]::new), order.party()));
        }
        Parcels parcels = Parcels.of(order);
        return new Candidates(
                "select distinct u.entry from parcel p cross join lateral unnest(p.entries || p.left_entries)"
                        + " as u (entry) where " + parcels.condition() + " and p.left_at is not null order by 1",
                parcels.parameters());
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        List<Done> done = forecast(task, items);
        List<Long> given = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (done.get(i).outcome().isGood()) {
                given.add(items.get(i).subject());
            }
        }
        if (!given.isEmpty()) {
            feeds.replay(task.party(), given);
        }
        return done;
    }

    private static Done done(SealedRecord record, Decision decision) {
        if (decision instanceof Decision.Deny deny) {
            return new Done(TaskOutcome.NOT_GIVEN, deny.reason().name());
        }
        if (!record.units().readable()) {
            // Without its content it would be a hollow record over the good copy that the recipient may have.
            return new Done(
                    TaskOutcome.REFUSED,
                    record.units().archived() ? LedgerProblem.ARCHIVED.code() : KeyProblem.CONTENT_DESTROYED.code());
        }
        return new Done(TaskOutcome.GIVEN_AGAIN, null);
    }

    @Override
    public int mostForecast() {
        return 1000;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        Agreements now = agreements.get();
        Map<Long, Done> decided = new HashMap<>();
        for (SealedRecord record :
                ledger.read(items.stream().map(TaskItem::subject).toList())) {
            Decision decision = now.decide(task.party(), null, record.type(), facts.of(record), clock.instant());
            decided.put(record.index(), done(record, decision));
        }
        return items.stream()
                .map(item -> decided.getOrDefault(item.subject(), new Done(TaskOutcome.REFUSED, "–")))
                .toList();
    }
}
