package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import org.anze.gateway.nodes.Lease;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a feed stands, as nodes see it that do not serve it. */
class StandingTest {

    @TempDir
    private Path folder;

    private FeedFixture fixture;
    private final HeldLease ofOne = new HeldLease(1);
    private final HeldLease ofOther = new HeldLease(Lease.NONE);
    private RecipientFeed here;
    private RecipientFeed elsewhere;

    @BeforeEach
    void start() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        hold(1);
        here = fixture.start(ofOne);
        elsewhere = fixture.startElsewhere(ofOther);
        drain(elsewhere);
    }

    @Test
    void isWhatTheServingNodeKnows() throws Exception {
        assertThat(elsewhere.standing().stopped()).contains("another node");
        fixture.append("P-1");
        fixture.answers.add(FeedFixture.fails());

        drain(here);

        assertThat(here.standing().lastError()).isEqualTo("recipient is down");
        assertThat(here.standing().breaker()).isEqualTo("OPEN");
        assertThat(elsewhere.standing()).isEqualTo(here.standing());

        Awaitility.await().until(() -> {
            drain(here);
            return fixture.states().equals("1=ACKNOWLEDGED");
        });
        assertThat(elsewhere.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void tellsWhyNothingIsSentAndGoesOverWithTheLease() {
        fixture.rows.pause(FeedFixture.RECIPIENT, "maintenance", fixture.clock().instant());
        drain(here);
        assertThat(elsewhere.standing().stopped()).contains("maintenance");

        ofOne.token = Lease.NONE;
        ofOther.token = 2;
        hold(2);
        fixture.rows.resume(FeedFixture.RECIPIENT);
        drain(elsewhere);
        drain(here);

        assertThat(elsewhere.standing().stopped()).isNull();
        assertThat(here.standing()).isEqualTo(elsewhere.standing());
    }

    /** It was frozen while another took over, and wakes. */
    @Test
    void isNotOverwrittenByAnEarlierHolder() {
        hold(2);
        fixture.rowsElsewhere.tell(FeedFixture.RECIPIENT, 2, new Standing("OPEN", "refused", null));

        drain(here);

        assertThat(elsewhere.standing()).isEqualTo(new Standing("OPEN", "refused", null));
    }

    /** As one of the version before does, which knows no such table. */
    @Test
    void isNotKnownWhileTheNodeThatServesItTellsNothing() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(FeedFixture.fails());
        drain(here);
        assertThat(elsewhere.standing().lastError()).isNotNull();

        hold(2);
        ofOne.token = Lease.NONE;
        drain(here);

        for (RecipientFeed feed : new RecipientFeed[] {here, elsewhere}) {
            assertThat(feed.standing().lastError()).isNull();
            assertThat(feed.standing().breaker()).isEqualTo("NOT_KNOWN");
            assertThat(feed.standing().stopped()).contains("not known");
        }
    }

    @Test
    void endsNoFeedByWhatGoesWrongWhileItIsTold() throws Exception {
        fixture.append("P-1");
        ofOne.failing = new StackOverflowError("sample");

        here.attempt();

        ofOne.failing = null;
        drain(here);
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
        assertThat(elsewhere.standing()).isEqualTo(Standing.NONE);
    }

    /** Who holds it, as the store says. */
    private void hold(long token) {
        fixture.jdbc
                .sql("insert into lease (name, token, until) values (?, ?, now())"
                        + " on conflict (name) do update set token = excluded.token")
                .params("feed/" + FeedFixture.RECIPIENT, token)
                .update();
    }

    /** A lease as the test says. */
    private static final class HeldLease implements Lease {
        private long token;
        private @Nullable Error failing;

        HeldLease(long token) {
            this.token = token;
        }

        @Override
        public long token() {
            if (failing != null) {
                throw failing;
            }
            return token;
        }

        @Override
        public void onChange(Changed listener) {
            throw new UnsupportedOperationException("the test drives the feed itself");
        }

        @Override
        public void guard(Connection connection) {
            assertThat(token).isNotEqualTo(NONE);
        }
    }
}
