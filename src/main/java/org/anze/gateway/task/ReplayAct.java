package org.anze.gateway.task;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.feed.FeedActions;

/** Records that a recipient was given go to it once more, in later parcels. */
final class ReplayAct implements TaskAct {

    private static final int AT_ONCE = 500;

    private final FeedActions feeds;
    private final Forecasts forecasts;

    ReplayAct(FeedActions feeds, Forecasts forecasts) {
        this.feeds = feeds;
        this.forecasts = forecasts;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.REPLAY;
    }

    /** Only what has left for the recipient: giving it more than it had is a matter of its agreement. */
    @Override
    public Candidates candidates(TaskOrder order) {
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

    @Override
    public int mostForecast() {
        return 1000;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        return forecasts.of(task.party(), items.stream().map(TaskItem::subject).toList());
    }
}
