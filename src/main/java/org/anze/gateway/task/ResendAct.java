package org.anze.gateway.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.FeedActions;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Parcels are sent again, one by one. */
final class ResendAct implements TaskAct {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final FeedActions feeds;
    private final SoundAgreements agreements;

    ResendAct(JdbcClient jdbc, FeedActions feeds, SoundAgreements agreements) {
        this.jdbc = jdbc;
        this.feeds = feeds;
        this.agreements = agreements;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.RESEND;
    }

    @Override
    public Candidates candidates(TaskOrder order) {
        Parcels parcels = Parcels.of(order);
        return new Candidates(
                "select p.number from parcel p where " + parcels.condition() + " order by p.number",
                parcels.parameters());
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        List<Done> done = forecast(task, items);
        for (int i = 0; i < items.size(); i++) {
            // As the feed would: what it closes unsent is not recorded as sent.
            if (done.get(i).outcome().isGood()) {
                feeds.resend(task.party(), items.get(i).subject());
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
        Agreements now = agreements.of(task.party());
        Map<Long, Boolean> allowed = new HashMap<>();
        jdbc.sql("select number, agreements from parcel where recipient = ? and number = any(?)")
                .params(task.party(), items.stream().map(TaskItem::subject).toArray(Long[]::new))
                .query(row -> {
                    allowed.put(
                            row.getLong(1), agreements.areInForce(now, task.party(), JSON.readTree(row.getString(2))));
                });
        return items.stream()
                .map(item -> new Done(
                        Boolean.TRUE.equals(allowed.get(item.subject()))
                                ? TaskOutcome.SENT_AGAIN
                                : TaskOutcome.NOT_SENT_AGAIN,
                        null))
                .toList();
    }
}
