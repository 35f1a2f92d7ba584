package org.anze.gateway.task;

import java.util.List;
import java.util.Optional;
import org.anze.gateway.feed.FeedActions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was refused in parcels goes into later ones. */
final class ReleaseAct implements TaskAct {

    /** Each may hold some hundred records, which are read. */
    private static final int MOST_FORECAST = 100;

    private static final String PARKED =
            "parked_record k where k.recipient = p.recipient and k.number = p.number" + " and k.released_at is null";

    private final JdbcClient jdbc;
    private final FeedActions feeds;
    private final GivenAgain again;

    ReleaseAct(JdbcClient jdbc, FeedActions feeds, GivenAgain again) {
        this.jdbc = jdbc;
        this.feeds = feeds;
        this.again = again;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.RELEASE;
    }

    @Override
    public Candidates candidates(TaskOrder order) {
        Parcels parcels = Parcels.of(order);
        return new Candidates(
                "select p.number from parcel p where " + parcels.condition() + " and exists (select 1 from " + PARKED
                        + ") order by p.number",
                parcels.parameters());
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        List<Done> done = forecast(task, items);
        // Also what the feed will leave out: it waits for nobody any more, and a month with records that wait is never
        // archived.
        items.forEach(item -> feeds.release(task.party(), item.subject()));
        return done;
    }

    @Override
    public int mostForecast() {
        return MOST_FORECAST;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        return items.stream().map(item -> released(task, item)).toList();
    }

    private Done released(Task task, TaskItem item) {
        List<Long> parked = jdbc.sql("select k.entry from parcel p, " + PARKED + " and p.recipient = ? and p.number = ?"
                        + " order by k.entry")
                .params(task.party(), item.subject())
                .query(Long.class)
                .list();
        List<Done> each = again.of(task.party(), parked);
        long given = each.stream().filter(one -> one.outcome().isGood()).count();
        Optional<Done> left =
                each.stream().filter(one -> !one.outcome().isGood()).findFirst();
        if (left.isEmpty()) {
            return new Done(TaskOutcome.RELEASED, String.valueOf(given));
        }
        return given == 0
                ? left.get()
                : new Done(
                        TaskOutcome.RELEASED,
                        given + "/" + parked.size() + ", " + left.get().detail());
    }
}
