package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.anze.gateway.nodes.Lease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed whose node was frozen while another took its lease, and that does not know it yet. */
class FrozenHolderTest {

    private static final String TAIYUAN = "140105";
    private static final long OURS = 1;

    @TempDir
    private Path folder;

    private FeedFixture fixture;
    private RecipientFeed feed;

    @BeforeEach
    void start() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        feed = fixture.start(new Believed());
        holds(OURS);
    }

    private void holds(long token) {
        fixture.jdbc
                .sql("insert into lease (name, token, until) values (?, ?, now())"
                        + " on conflict (name) do update set token = excluded.token")
                .params("feed/" + RECIPIENT, token)
                .update();
    }

    @Test
    void passesOverNothing() throws Exception {
        fixture.append("P-1");
        drain(feed);
        assertThat(nextEntry()).isEqualTo(1);
        holds(OURS + 1);
        fixture.append("P-2", 1, TAIYUAN);

        drain(feed);

        assertThat(nextEntry()).isEqualTo(1);
        holds(OURS);
        drain(feed);
        assertThat(nextEntry()).isEqualTo(2);
    }

    private long nextEntry() {
        return fixture.rows.cursor(RECIPIENT).orElseThrow().nextEntry();
    }

    @Test
    void dropsNothingThatWaits() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(FeedFixture.refuses(0));
        drain(feed);
        fixture.append("P-1", 2, TAIYUAN);
        drain(feed);
        fixture.rows.release(RECIPIENT, 1, Set.of(0L), fixture.clock().instant());
        holds(OURS + 1);

        drain(feed);

        assertThat(fixture.rows.backlog(RECIPIENT, 10)).hasSize(1);
        holds(OURS);
        drain(feed);
        assertThat(fixture.rows.backlog(RECIPIENT, 10)).isEmpty();
    }

    /** Held as far as the node knows; the store may say otherwise. */
    private static final class Believed implements Lease {
        @Override
        public long token() {
            return OURS;
        }

        @Override
        public void onChange(Changed listener) {
            throw new UnsupportedOperationException("the test drives the feed itself");
        }

        @Override
        public void guard(Connection connection) throws SQLException {
            Lease.guard(connection, "feed/" + RECIPIENT, OURS);
        }
    }
}
