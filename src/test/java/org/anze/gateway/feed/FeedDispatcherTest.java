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
import org.anze.gateway.problem.TryAgainLater;
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
        byte[] document = feeds.waiting(RECIPIENT, 0, 1).parcels().get(0).document();
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

    /** Its client asks for what comes after the last number it had, as it is told to. */
    @Test
    void givesWhoPullsAChosenParcelAgainWhateverNumberItAsksFrom() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");
        assertThat(pulled(0)).hasSize(1);
        feeds.settle(RECIPIENT, 1, ACKNOWLEDGED);

        feeds.resend(RECIPIENT, 1);

        assertThat(pulled(1)).containsExactly("1: P-1");
        feeds.settle(RECIPIENT, 1, ACKNOWLEDGED);
        assertThat(pulled(1)).isEmpty();
    }

    @Test
    void goesOnWithNewRecordsWhileNobodyAsksForWhatWasReopened() throws Exception {
        start("PULL");
        for (int i = 1; i <= 20; i++) {
            fixture.append("P-" + i);
            feeds.ringAll();
            long number = i;
            Awaitility.await().until(() -> pulled(number - 1).size() == 1);
            feeds.settle(RECIPIENT, number, ACKNOWLEDGED);
        }
        for (int i = 1; i <= 20; i++) {
            feeds.resend(RECIPIENT, i);
        }
        fixture.append("P-21");
        feeds.ringAll();
        Awaitility.await().until(() -> pulled(20).contains("21: P-21"));
        feeds.settle(RECIPIENT, 21, ACKNOWLEDGED);

        assertThatThrownBy(() -> feeds.resend(RECIPIENT, 21))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining("FED-0203");
        feeds.resend(RECIPIENT, 20);
    }

    /** Whoever asks for later ones only would have nothing more made for it after eight receipts that were lost. */
    @Test
    void givesWhoPullsAgainWhatItNeverConfirmedBehindWhatIsNew() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");
        assertThat(pulled(0)).containsExactly("1: P-1");
        assertThat(pulled(1)).isEmpty();
        fixture.append("P-2");
        feeds.ringAll();
        awaitStates("1=PREPARED 2=PREPARED");

        fixture.pass(Duration.ofMinutes(1));

        assertThat(pulled(1)).containsExactly("2: P-2", "1: P-1");
    }

    /** Its client pulls until there is nothing more, and confirms only then. */
    @Test
    void givesAChosenParcelAgainOnceAndThenWhenItsReceiptIsOverdue() throws Exception {
        start("PULL");
        for (int i = 1; i <= 2; i++) {
            fixture.append("P-" + i);
            feeds.ringAll();
            long number = i;
            Awaitility.await().until(() -> pulled(number - 1).size() == 1);
            feeds.settle(RECIPIENT, number, ACKNOWLEDGED);
        }
        feeds.resend(RECIPIENT, 1);
        feeds.resend(RECIPIENT, 2);

        assertThat(pulled(2)).containsExactly("1: P-1", "2: P-2");
        assertThat(pulled(2)).isEmpty();
        fixture.pass(Duration.ofMinutes(1));
        assertThat(pulled(2)).containsExactly("1: P-1", "2: P-2");
    }

    @Test
    void marksOnlyWhatItGivesAsLeft() throws Exception {
        start("PULL");
        fixture.append("P-1");
        feeds.ringAll();
        awaitStates("1=PREPARED");
        fixture.append("P-2");
        feeds.ringAll();
        awaitStates("1=PREPARED 2=PREPARED");

        Settlements.Waiting waiting = feeds.waiting(RECIPIENT, 0, 1);

        assertThat(waiting.parcels()).hasSize(1);
        assertThat(waiting.next()).isEqualTo(2);
        assertThat(feeds.settle(RECIPIENT, 2, ACKNOWLEDGED)).isFalse();
        assertThat(feeds.waiting(RECIPIENT, 2).map(FeedFixture::say)).contains("2: P-2");
        assertThat(feeds.settle(RECIPIENT, 2, ACKNOWLEDGED)).isTrue();
        assertThat(feeds.waiting(RECIPIENT, 2)).isEmpty();
    }

    /** What it took the second time is not refused any more, however often it had refused it before. */
    @Test
    void countsByTheNewestReceiptOfAParcel() throws Exception {
        start("REST");
        fixture.answers.add(FeedFixture.refuses(Settlement.RefusedRecord.WHOLE));
        fixture.append("P-1", "P-2", "P-3");
        feeds.ringAll();
        awaitStates("1=REFUSED");
        assertThat(parked()).containsExactly(0L, 1L, 2L);
        fixture.answers.add(FeedFixture.refuses(1));

        feeds.resend(RECIPIENT, 1);

        Awaitility.await().until(() -> fixture.received.size() == 2);
        awaitStates("1=REFUSED");
        Awaitility.await().until(() -> parked().equals(List.of(1L)));
        feeds.resend(RECIPIENT, 1);
        awaitStates("1=ACKNOWLEDGED");
        assertThat(parked()).isEmpty();
    }

    private List<Long> parked() {
        return fixture.jdbc
                .sql("select entry from parked_record where released_at is null order by entry")
                .query(Long.class)
                .list();
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
        return feeds.waiting(RECIPIENT, after, 100).parcels().stream()
                .map(FeedFixture::say)
                .toList();
    }

    private void awaitStates(String states) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> fixture.states()
                .equals(states));
    }
}
