package org.anze.gateway.task;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.feed.FeedActions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was refused in parcels goes into later ones. */
final class ReleaseAct implements TaskAct {

    /** Each may hold some hundred records, which are read. */
    private static final int MOST_FORECAST = 100;

    private static final String PARKED =
            "parked_record k where k.recipient = p.recipient and k.number = p.number" + " and k.released_at is null";

    private final JdbcClient jdbc;
    private final FeedActions feeds;
    private final Forecasts forecasts;

    ReleaseAct(JdbcClient jdbc, FeedActions feeds, Forecasts forecasts) {
        this.jdbc = jdbc;
        this.feeds = feeds;
        this.forecasts = forecasts;
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
        return items.stream()
                .map(item -> {
                    Released released = released(task, item);
                    // Also when there is none among them: then the parcel's records wait for nobody any more, and a
                    // month
                    // with records that wait is never archived.
                    feeds.release(task.party(), item.subject(), released.given);
                    return released.done;
                })
                .toList();
    }

    @Override
    public int mostForecast() {
        return MOST_FORECAST;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        return items.stream().map(item -> released(task, item).done).toList();
    }

    /** @param given the records of a parcel that go into a later one */
    private record Released(Done done, List<Long> given) {}

    private Released released(Task task, TaskItem item) {
        List<Long> parked = jdbc.sql("select k.entry from parcel p, " + PARKED + " and p.recipient = ? and p.number = ?"
                        + " order by k.entry")
                .params(task.party(), item.subject())
                .query(Long.class)
                .list();
        List<Done> each = forecasts.of(task.party(), parked);
        List<Long> given = new ArrayList<>();
        Done left = null;
        for (int i = 0; i < parked.size(); i++) {
            if (each.get(i).outcome().isGood()) {
                given.add(parked.get(i));
            } else if (left == null) {
                left = each.get(i);
            }
        }
        return new Released(summary(given.size(), parked.size(), left), given);
    }

    private static Done summary(int given, int parked, @Nullable Done left) {
        if (left == null) {
            return new Done(TaskOutcome.RELEASED, String.valueOf(given));
        }
        return given == 0 ? left : new Done(TaskOutcome.RELEASED, given + "/" + parked + ", " + left.detail());
    }
}
