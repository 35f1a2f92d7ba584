package org.anze.gateway.nodes;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who lives and who holds what, as the database says.
 *
 * @param here the process that was asked
 */
public record NodesState(String here, List<Node> nodes, List<Holding> leases) {

    /** More than anybody runs. */
    private static final int MOST = 1_000;

    /**
     * A process.
     *
     * @param id its name and a random part
     * @param seen when it was last heard of
     * @param living whether that is not longer ago than a lease lasts and its session is there still
     */
    public record Node(String id, String version, Instant since, Instant seen, boolean living) {}

    /**
     * A lease.
     *
     * @param holder the process; null when nobody has it
     * @param token how often it was taken
     * @param held whether it is held at this moment
     */
    public record Holding(String name, @Nullable String holder, long token, boolean held) {}

    /** As it is now. */
    static NodesState read(JdbcClient jdbc, String here) {
        return new NodesState(
                here,
                jdbc.sql("select id, version, since, seen, present is distinct from false"
                                + " and seen > clock_timestamp() - make_interval(secs => ?)"
                                + " from node order by since, id limit ?")
                        .params(LeaseTimes.USUAL.length().toMillis() / 1000.0, MOST)
                        .query((row, number) -> new Node(
                                row.getString(1),
                                row.getString(2),
                                instant(row.getObject(3, OffsetDateTime.class)),
                                instant(row.getObject(4, OffsetDateTime.class)),
                                row.getBoolean(5)))
                        .list(),
                jdbc.sql("select name, holder, token, holder is not null and until > clock_timestamp()"
                                + " and not exists (select from node where id = holder and not present)"
                                + " from lease order by name limit ?")
                        .params(MOST)
                        .query((row, number) ->
                                new Holding(row.getString(1), row.getString(2), row.getLong(3), row.getBoolean(4)))
                        .list());
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
