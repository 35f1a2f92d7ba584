package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.anze.gateway.feed.FeedStatus.RecipientStatus;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.Suite;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulling, settling by another way, and what an operator may order. */
class FeedDispatcherTest {

    private static final Settlement ACKNOWLEDGED = new Settlement.Acknowledged();

    @TempDir
    private Path folder;

    private FeedFixture fixture;
    private FeedDispatcher feeds;

    @AfterEach
    void close() {
        feeds.close();
    }

    private void start(String channel) throws Exception {
        fixture = new FeedFixture(folder, channel);
        feeds = fixture.dispatcher();
        feeds.follow(fixture.parties().get());
    }

    @Test
    void keepsAParcelForWhoPullsUntilItIsSettled() throws Exception {
        start("PULL");
        fixture.append("P-1", "P-2");
        feeds.ringAll();
        awaitStates("1=PREPARED");

        assertThat(pulled(0)).containsExactly("1: P-1 P-2");
        assertThat(pulled(0)).containsExactly("1: P-1 P-2");
        assertThat(feeds.settle(RECIPIENT, 1, ACKNOWLEDGED)).isTrue();
        assertThat(feeds.settle(RECIPIENT, 1, ACKNOWLEDGED)).isTrue();

        assertThat(pulled(0)).isEmpty();
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    @Test
    void doesNotSettleAParcelThatHasNotLeft() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");

        assertThat(feeds.settle(RECIPIENT, 1, ACKNOWLEDGED)).isFalse();
        assertThat(feeds.settle(RECIPIENT, 2, ACKNOWLEDGED)).isFalse();

        assertThat(pulled(0)).containsExactly("1: P-1");
    }

    @Test
    void settlesNothingByAReceiptOfOtherBytes() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");
        byte[] document = feeds.waiting(RECIPIENT, 0, 1).get(0).document();
        String wrong = Base64.getEncoder().encodeToString(new byte[32]);

        for (Settlement other : List.of(
                new Settlement.Acknowledged(wrong),
                new Settlement.Acknowledged("AAAA"),
                new Settlement.Refused(List.of(), wrong))) {
            assertThatThrownBy(() -> feeds.settle(RECIPIENT, 1, other))
                    .isInstanceOfSatisfying(
                            SenderMustCorrect.class,
                            problem -> assertThat(problem.finding().code()).isEqualTo(FeedProblem.OTHER_BYTES.code()));
        }

        assertThat(fixture.states()).isEqualTo("1=PREPARED");
        for (Suite suite : Suite.values()) {
            String right = Base64.getEncoder().encodeToString(suite.hash(document));
            assertThat(feeds.settle(RECIPIENT, 1, new Settlement.Acknowledged(right)))
                    .isTrue();
        }
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    @Test
    void givesNothingToWhoPullsWhilePausedOrWhileItsAgreementIsBroken() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");

        feeds.pause(RECIPIENT, "maintenance");
        assertThat(pulled(0)).isEmpty();
        feeds.resume(RECIPIENT);
        assertThat(pulled(0)).hasSize(1);
        fixture.writeAgreement("nonsense");
        assertThat(pulled(0)).isEmpty();
    }

    @Test
    void emptiesWhatMayNoLongerBeGivenBeforeItIsPulled() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");
        fixture.revoke(2);

        assertThat(pulled(0)).containsExactly("1: [AGREEMENT_ENDED]");
    }

    @Test
    void sendsAChosenParcelAgainWithItsBytes() throws Exception {
        start("REST");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=ACKNOWLEDGED");

        feeds.resend(RECIPIENT, 1);

        Awaitility.await().until(() -> fixture.received.size() == 2);
        awaitStates("1=ACKNOWLEDGED");
        assertThat(fixture.received.get(1).document())
                .isEqualTo(fixture.received.get(0).document());
    }

    @Test
    void neitherSendsNorEmptiesASettledParcelWhoseAgreementHasEnded() throws Exception {
        start("REST");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=ACKNOWLEDGED");
        byte[] given = fixture.received.get(0).document();
        fixture.revoke(2);

        feeds.resend(RECIPIENT, 1);

        Awaitility.await().until(() -> fixture.jdbc
                .sql("select coalesce(last_error, '') from parcel")
                .query(String.class)
                .single()
                .contains("not sent again"));
        awaitStates("1=ACKNOWLEDGED");
        assertThat(fixture.received).hasSize(1);
        assertThat(fixture.rows.parcels().parcel(RECIPIENT, 1).orElseThrow().document())
                .isEqualTo(given);
    }

    @Test
    void countsWhatIsDeliveredRefusedAndWaiting() throws Exception {
        start("REST");
        fixture.answers.add(FeedFixture.refuses(0));
        fixture.append("P-1", "P-2", "P-3");
        feeds.ringAll();
        awaitStates("1=REFUSED");
        feeds.pause(RECIPIENT, "maintenance");
        fixture.append("P-4", "P-5");

        RecipientStatus status = new FeedStatusReader(
                        fixture.jdbc, fixture.rows, feeds, fixture.agreements(), fixture.parties(), fixture.clock())
                .recipients()
                .get(0);

        assertThat(status)
                .extracting(
                        RecipientStatus::recipient,
                        RecipientStatus::delivered,
                        RecipientStatus::refused,
                        RecipientStatus::parked,
                        RecipientStatus::waiting,
                        RecipientStatus::waitingIsLowerBound)
                .containsExactly(RECIPIENT, 2L, 1L, 1L, 2L, false);
        assertThat(status.oldestWaiting()).isNotNull();
    }

    private List<String> pulled(long after) {
        return feeds.waiting(RECIPIENT, after, 10).stream()
                .map(FeedFixture::say)
                .toList();
    }

    private void awaitStates(String states) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> fixture.states()
                .equals(states));
    }
}
