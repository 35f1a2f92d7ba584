package org.anze.gateway.task;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recipient may see of the ledger, one proof bundle a record, given by the query side as to the recipient itself: by the
 * agreements in force at that moment, out of their daily volume, each in the audit log.
 */
final class ExportAct implements TaskAct {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String AGREEMENT_CHANGED = "AGREEMENT_CHANGED";

    /** As a scalar subquery, because as a join it would be planned over the heads of all types. */
    private static final String HEADS = "select e.idx from ledger_entry e where e.record_type = ? and (select h.entry"
            + " from record_head h where h.business_key = e.business_key and h.record_type = e.record_type"
            + " and h.provider = e.provider and h.operation <> 'VOID') = e.idx";

    private final QueryDesk queries;
    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final Supplier<Parties> parties;
    private final SoundAgreements agreements;

    ExportAct(
            QueryDesk queries,
            LedgerReader ledger,
            LedgerFacts facts,
            Supplier<Parties> parties,
            SoundAgreements agreements) {
        this.queries = queries;
        this.ledger = ledger;
        this.facts = facts;
        this.parties = parties;
        this.agreements = agreements;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.EXPORT;
    }

    @Override
    public Candidates candidates(TaskOrder order) {
        if (order.type() == null || order.purpose() == null) {
            throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "type, purpose");
        }
        if (parties.get().find(order.party()).isEmpty()) {
            throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "party");
        }
        Short type = TypeNumber.of(order.type());
        if (order.chosen() instanceof Chosen.Numbers numbers) {
            return new Candidates(
                    HEADS + " and e.idx between ? and ? order by e.idx", List.of(type, numbers.from(), numbers.to()));
        }
        if (order.chosen() instanceof Chosen.Days days) {
            // Positions by checkpoint, as queries have them: a day's entries without an index of their own.
            String position = "(select coalesce(max(size), 0) from checkpoint where created_at < ?)";
            OffsetDateTime from = TaskAct.beginOf(days.from());
            OffsetDateTime to = TaskAct.beginOf(days.to().plusDays(1));
            return new Candidates(
                    HEADS + " and e.idx >= " + position + " and e.idx < " + position + " order by e.idx",
                    List.of(type, from, to));
        }
        throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "from, to");
    }

    /** What the recipient may not see is not even counted in its list. */
    @Override
    public List<Long> select(TaskOrder order, List<Long> subjects) {
        Purpose purpose = required(order.purpose());
        Set<Long> permitted = new HashSet<>();
        decide(order.party(), purpose, subjects).forEach((index, decision) -> {
            if (decision instanceof Decision.Permit) {
                permitted.add(index);
            }
        });
        return subjects.stream().filter(permitted::contains).toList();
    }

    private static Purpose required(@Nullable Purpose purpose) {
        if (purpose == null) {
            throw new IllegalStateException("an export without a purpose");
        }
        return purpose;
    }

    private Map<Long, Decision> decide(String party, Purpose purpose, List<Long> subjects) {
        Agreements now = agreements.of(party);
        Map<Long, Decision> decisions = new HashMap<>();
        for (SealedRecord record : ledger.read(subjects)) {
            decisions.put(
                    record.index(), now.decide(party, purpose, record.type(), facts.of(record), agreements.now()));
        }
        return decisions;
    }

    /** The query is in the audit log by itself; a second answer to the same question is the same. */
    @Override
    public boolean isAtomic() {
        return false;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        Party party = parties.get()
                .find(task.party())
                .orElseThrow(() -> new TryAgainLater(TaskProblem.PARTY_BROKEN, null, task.party()));
        Purpose purpose = required(task.purpose());
        agreements.of(task.party());
        Asker asker = new Asker(party, task.name(), task.orderedBy(), purpose);
        List<Done> done = new ArrayList<>();
        for (TaskItem item : items) {
            byte[] bundle = queries.proof(asker, item.subject()).body();
            done.add(new Done(TaskOutcome.EXPORTED, null, new Done.Output(item.subject() + ".proof.json", bundle)));
        }
        return done;
    }

    /** As parcels: what was made under another version of its agreement stays, whatever that one gave. */
    @Override
    public Map<Long, String> withheld(Task task, Map<Long, byte[]> outputs) {
        Purpose purpose = required(task.purpose());
        Agreements now = agreements.asTheyAre();
        List<Long> entries = List.copyOf(outputs.keySet());
        Map<Long, Scope> newest = ledger.newestScopes(entries, Long.MAX_VALUE);
        Map<Long, String> withheld = new HashMap<>();
        entries.forEach(entry -> withheld.put(entry, "–"));
        for (SealedRecord record : ledger.read(entries)) {
            Scope later = newest.get(record.index());
            Decision decision = now.decide(task.party(), purpose, record.type(), facts.of(record), agreements.now());
            if (decision instanceof Decision.Permit && later != null) {
                Facts latest = facts.ofNewest(later, record);
                decision = now.decide(task.party(), purpose, record.type(), latest, agreements.now());
            }
            if (decision instanceof Decision.Deny denial) {
                withheld.put(record.index(), denial.reason().name());
            } else if (agreements.areInForce(now, task.party(), madeUnder(outputs.get(record.index())))) {
                withheld.remove(record.index());
            } else {
                withheld.put(record.index(), AGREEMENT_CHANGED);
            }
        }
        return withheld;
    }

    private static JsonNode madeUnder(byte[] bundle) {
        return JSON.readTree(bundle).path("manifest").path("agreements");
    }

    @Override
    public int mostForecast() {
        return 1000;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        Purpose purpose = required(task.purpose());
        Map<Long, Decision> decisions = decide(
                task.party(), purpose, items.stream().map(TaskItem::subject).toList());
        return items.stream()
                .map(item -> decisions.get(item.subject()) instanceof Decision.Deny deny
                        ? new Done(TaskOutcome.NOT_GIVEN, deny.reason().name())
                        : new Done(TaskOutcome.EXPORTED, null))
                .toList();
    }
}
