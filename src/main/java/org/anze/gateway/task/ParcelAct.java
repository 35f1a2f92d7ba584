package org.anze.gateway.task;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.FeedActions;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parcels one by one: sent again, or what was refused in them released. */
final class ParcelAct implements TaskAct {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final FeedActions feeds;
    private final Supplier<Agreements> agreements;
    private final Clock clock;

    ParcelAct(JdbcClient jdbc, FeedActions feeds, Supplier<Agreements> agreements, Clock clock) {
        this.jdbc = jdbc;
        this.feeds = feeds;
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public List<TaskKind> kinds() {
        return List.of(TaskKind.RESEND, TaskKind.RELEASE);
    }

    @Override
    public Candidates candidates(TaskOrder order) {
        String parked = order.kind() == TaskKind.RELEASE
                ? " and exists (select 1 from parked_record k where k.recipient = p.recipient and k.number = p.number"
                        + " and k.released_at is null)"
                : "";
        Parcels parcels = Parcels.of(order);
        return new Candidates(
                "select p.number from parcel p where " + parcels.condition() + parked + " order by p.number",
                parcels.parameters());
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        List<Done> done = new ArrayList<>();
        for (TaskItem item : items) {
            if (task.kind() == TaskKind.RESEND) {
                // As the feed would: what it closes unsent is not recorded as sent.
                Done one = resent(task, List.of(item)).get(0);
                if (one.outcome().isGood()) {
                    feeds.resend(task.party(), item.subject());
                }
                done.add(one);
            } else {
                int released = feeds.release(task.party(), item.subject());
                done.add(new Done(TaskOutcome.RELEASED, String.valueOf(released)));
            }
        }
        return done;
    }

    @Override
    public int mostForecast() {
        return 1000;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        return task.kind() == TaskKind.RESEND ? resent(task, items) : released(task, items);
    }

    private List<Done> resent(Task task, List<TaskItem> items) {
        Map<Long, Boolean> allowed = new HashMap<>();
        jdbc.sql("select number, agreements from parcel where recipient = ? and number = any(?)")
                .params(task.party(), subjects(items))
                .query(row -> {
                    allowed.put(row.getLong(1), inForce(task.party(), row.getString(2)));
                });
        return items.stream()
                .map(item -> new Done(
                        Boolean.TRUE.equals(allowed.get(item.subject()))
                                ? TaskOutcome.SENT_AGAIN
                                : TaskOutcome.NOT_SENT_AGAIN,
                        null))
                .toList();
    }

    private boolean inForce(String recipient, String stored) {
        for (JsonNode agreement : JSON.readTree(stored)) {
            if (!agreements
                    .get()
                    .inForce(
                            recipient,
                            agreement.path("id").asString(),
                            agreement.path("version").asInt(),
                            clock.instant())) {
                return false;
            }
        }
        return true;
    }

    private List<Done> released(Task task, List<TaskItem> items) {
        Map<Long, Long> parked = new HashMap<>();
        jdbc.sql("select number, count(*) from parked_record where recipient = ? and number = any(?)"
                        + " and released_at is null group by number")
                .params(task.party(), subjects(items))
                .query(row -> {
                    parked.put(row.getLong(1), row.getLong(2));
                });
        return items.stream()
                .map(item -> new Done(TaskOutcome.RELEASED, String.valueOf(parked.getOrDefault(item.subject(), 0L))))
                .toList();
    }

    private static Long[] subjects(List<TaskItem> items) {
        return items.stream().map(TaskItem::subject).toArray(Long[]::new);
    }
}
