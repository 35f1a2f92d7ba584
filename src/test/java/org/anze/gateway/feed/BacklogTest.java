package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.feed.FeedRows.Backlog;
import org.anze.gateway.nodes.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits to go into a later parcel, and changes while that parcel is made. */
class BacklogTest {

    @TempDir
    private Path folder;

    @Test
    void keepsAWithdrawalThatCameAfterItWasRead() throws Exception {
        FeedFixture fixture = new FeedFixture(folder, "REST");
        fixture.append("P-1", "P-2");
        put(fixture, 0);
        put(fixture, 1);
        List<Backlog> read = fixture.rows.backlog(FeedFixture.RECIPIENT, 10);
        fixture.jdbc
                .sql("update feed_backlog set withdrawal = true where entry = 1")
                .update();

        fixture.rows.dropBacklog(Lease.ALONE, FeedFixture.RECIPIENT, read);

        assertThat(fixture.rows.backlog(FeedFixture.RECIPIENT, 10)).containsExactly(new Backlog(1, true));
    }

    private static void put(FeedFixture fixture, long entry) {
        fixture.jdbc
                .sql("insert into feed_backlog (recipient, entry, withdrawal) values (?, ?, false)")
                .params(FeedFixture.RECIPIENT, entry)
                .update();
    }
}
