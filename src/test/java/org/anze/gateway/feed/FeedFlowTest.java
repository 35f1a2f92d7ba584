package org.anze.gateway.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.anze.gateway.feed.FeedFixture.answersLater;
import static org.anze.gateway.feed.FeedFixture.drain;
import static org.anze.gateway.feed.FeedFixture.fails;
import static org.anze.gateway.feed.FeedFixture.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.seal.Suite;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipient's feed from the ledger to its receipt: faults on the way, agreements that end, versions that leave its scope. */
class FeedFlowTest {

    private static final String DATONG = "140212";
    private static final String TAIYUAN = "140105";

    @TempDir
    private Path folder;

    private FeedFixture fixture;

    @BeforeEach
    void assemble() throws Exception {
        fixture = new FeedFixture(folder, "REST");
    }

    @Test
    void deliversInNumberedParcelsWhatTheAgreementCovers() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.append("P-3", 1, TAIYUAN);
        fixture.append("P-4", "P-5");

        drain(fixture.start());

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-4", "2: P-5");
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED 2=ACKNOWLEDGED");
        assertThat(fixture.rows.cursor(RECIPIENT).orElseThrow().nextEntry()).isEqualTo(5);
    }

    @Test
    void gathersAfterAParcelThatWasNotFullUnlessRecordsFillOne() throws Exception {
        fixture.gather = Duration.ofHours(1);
        RecipientFeed feed = fixture.start();
        fixture.append("P-1");
        drain(feed);
        fixture.append("P-2");
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");

        fixture.append("P-3", "P-4");
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2 P-3 P-4");
    }

    @Test
    void sendsTheSameBytesAgainAfterAFailure() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(fails());
        fixture.answers.add(fixture.losesTheAnswer());
        RecipientFeed feed = fixture.start();

        until(feed, "1=ACKNOWLEDGED");

        assertThat(fixture.received).hasSize(2);
        assertThat(fixture.received.get(0).document())
                .isEqualTo(fixture.received.get(1).document());
    }

    @Test
    void goesOnWithTheOpenParcelAfterARestart() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(fixture.losesTheAnswer());
        drain(fixture.start());
        fixture.append("P-3");

        drain(fixture.start());

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2", "1: P-1 P-2", "2: P-3");
    }

    @Test
    void asksForTheReceiptAgainAfterARestartAndWhenItIsOverdue() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(answersLater());
        fixture.answers.add(answersLater());
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=SENT");

        RecipientFeed restarted = fixture.start();
        drain(restarted);
        assertThat(fixture.received).hasSize(2);
        assertThat(fixture.states()).isEqualTo("1=SENT");

        fixture.pass(Duration.ofSeconds(1));
        drain(restarted);
        assertThat(fixture.received).hasSize(3);
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    @Test
    void asksForTheReceiptAgainWhenTheClockWasADayAheadAsTheParcelLeft() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(answersLater());
        fixture.pass(Duration.ofDays(1));
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=SENT");

        fixture.pass(Duration.ofDays(-1));
        drain(feed);

        assertThat(fixture.received).hasSize(2);
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    @Test
    void emptiesNoParcelByAClockByWhichNoAgreementIsInForce() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=PREPARED");

        fixture.pass(Duration.ofDays(-3650));
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=PREPARED");

        fixture.pass(Duration.ofDays(3650));
        drain(fixture.start());
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");
    }

    @Test
    void makesNoParcelThatNobodyCouldVerifyWhileTheClockIsWrong() throws Exception {
        fixture.append("P-1");
        fixture.pass(Duration.ofDays(-3650));
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.received).isEmpty();
        assertThat(fixture.states()).isEmpty();

        fixture.pass(Duration.ofDays(3650));
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    @Test
    void startsAtTheDateOfTheAgreement() throws Exception {
        fixture.append("OLD-1");
        fixture.pass(Duration.ofDays(30));
        fixture.append("NEW-1");
        fixture.agree(1, "2026-12-01", "");

        drain(fixture.start());

        assertThat(fixture.receivedInWords()).containsExactly("1: NEW-1");
    }

    @Test
    void emptiesAPreparedParcelWhoseAgreementWasRevoked() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.revoke(2);

        until(feed, "1=ACKNOWLEDGED");
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: [AGREEMENT_ENDED]");
        assertThat(fixture.rows.backlog(RECIPIENT, 10)).isEmpty();
    }

    @Test
    void feedsAgainUnderTheNewVersionWhatIsStillPermitted() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.agree(2, "2026-01-01", "");
        fixture.append("P-3");

        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED");

        assertThat(fixture.receivedInWords()).containsExactly("1: [AGREEMENT_ENDED]", "2: P-1 P-2 P-3");
    }

    @Test
    void emptiesAParcelOnceHoweverManyThreadsLookAtIt() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        ParcelRows.OpenParcel seenEarlier =
                fixture.rows.parcels().open(RECIPIENT).get(0);
        fixture.agree(2, "2026-01-01", "");
        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED");
        byte[] sent = fixture.received.get(0).document();

        // A thread that pulls looked at the parcel before the other one had emptied it.
        feed.fate(seenEarlier, fixture.agreements().get());
        drain(feed);

        assertThat(fixture.rows.parcels().parcel(RECIPIENT, 1).orElseThrow().document())
                .isEqualTo(sent);
        assertThat(fixture.receivedInWords()).containsExactly("1: [AGREEMENT_ENDED]", "2: P-1 P-2");
    }

    @Test
    void standsStillWhileItsAgreementIsBrokenAndLeavesNothingOut() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1");
        drain(feed);
        fixture.writeAgreement("id: observed\nversion: nonsense\n");
        fixture.append("P-2");

        drain(feed);

        assertThat(feed.stopped()).isNotNull();
        assertThat(fixture.received).hasSize(1);
        fixture.agree(1, "2026-01-01", "");
        drain(feed);
        assertThat(feed.stopped()).isNull();
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2");
    }

    @Test
    void withdrawsWhatWasGivenWhenTheNewVersionLeavesTheScope() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1", "P-2");
        drain(feed);

        fixture.append("P-1", 2, TAIYUAN);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2", "2: -P-1");
    }

    @Test
    void doesNotGiveAVersionWhoseCorrectionIsAlreadyKnownToLeaveTheScope() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.append("P-1", 2, TAIYUAN);

        drain(fixture.start());

        assertThat(fixture.receivedInWords()).containsExactly("1: P-2");
    }

    @Test
    void withdrawsTheFirstVersionAndLeavesTheSecondOutWhenTheThirdLeavesTheScope() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1");
        drain(feed);
        fixture.append("P-1", 2, DATONG);
        fixture.append("P-1", 3, TAIYUAN);

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: -P-1");
    }

    @Test
    void asksTheStoreAsOftenForOneCorrectionThatLeavesTheScopeAsForMany() throws Exception {
        fixture.append("P-1", "P-2", "P-3", "P-4", "P-5", "P-6");
        drain(fixture.start());
        fixture.append("P-1", 2, TAIYUAN);
        fixture.statements.set(0);
        assertThat(fixture.choose(6).records()).hasSize(1);
        int forOne = fixture.statements.get();
        for (int i = 2; i <= 6; i++) {
            fixture.append("P-" + i, 2, TAIYUAN);
        }
        fixture.statements.set(0);

        assertThat(fixture.choose(6).records()).hasSize(6).allMatch(DisclosedRecord::withdrawal);

        assertThat(fixture.statements).hasValue(forOne);
    }

    @Test
    void doesNotGiveALowerVersionThatComesAfterAHigherOne() throws Exception {
        fixture.append("P-1", 2, DATONG);
        RecipientFeed feed = fixture.start();
        drain(feed);

        fixture.append("P-1", 1, DATONG);
        fixture.append("P-2");
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1v2", "2: P-2");
        assertThat(fixture.rows.cursor(RECIPIENT).orElseThrow().nextEntry()).isEqualTo(3);
    }

    @Test
    void doesNotGiveALowerVersionAfterAHigherOneThatMayNotBeSeen() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1", 3, TAIYUAN);
        fixture.append("P-1", 2, DATONG);
        fixture.append("P-1", 1, DATONG);
        fixture.append("P-2");

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-2");
    }

    @Test
    void withdrawsTheVersionThatWasGivenAndNotTheLateOne() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1", 2, DATONG);
        drain(feed);
        fixture.append("P-1", 1, DATONG);
        fixture.append("P-1", 3, TAIYUAN);

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1v2", "2: -P-1");
        fixture.append("P-1", 4, DATONG);
        drain(feed);
        assertThat(fixture.receivedInWords()).endsWith("3: P-1v4");
    }

    @Test
    void withdrawsWhatMayHaveArrivedInAParcelThatWasEmptiedAfterwards() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(fixture.losesTheAnswer());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.agree(2, "2026-01-01", "");
        fixture.append("P-1", 2, TAIYUAN);

        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED");

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "1: [AGREEMENT_ENDED]", "2: -P-1");
    }

    @Test
    void sendsAWithdrawalAgainWhoseParcelWasEmptied() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1");
        drain(feed);
        fixture.append("P-1", 2, TAIYUAN);
        fixture.answers.add(fails());
        drain(feed);
        fixture.agree(2, "2026-01-01", "");

        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED 3=ACKNOWLEDGED");

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: [AGREEMENT_ENDED]", "3: -P-1");
    }

    @Test
    void doesNotFeedAgainFromTheBacklogWhatHasLeftTheScopeSince() throws Exception {
        fixture.append("P-1", "P-2");
        fixture.answers.add(refuses(0));
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.append("P-1", 2, TAIYUAN);
        drain(feed);
        fixture.rows.release(RECIPIENT, 1, Set.of(0L), fixture.clock().instant());

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2", "2: -P-1");
        assertThat(fixture.rows.backlog(RECIPIENT, 10)).isEmpty();
    }

    @Test
    void parksWhatIsRefusedAndGivesItAgainWhenItIsReleased() throws Exception {
        fixture.append("P-1", "P-2", "P-3");
        fixture.answers.add(refuses(1));
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(parked()).containsExactly("1/1 not mine");
        assertThat(fixture.states()).isEqualTo("1=REFUSED");

        assertThat(fixture.rows.release(
                        RECIPIENT, 1, Set.of(1L), fixture.clock().instant()))
                .isEqualTo(1);
        assertThat(fixture.rows.release(
                        RECIPIENT, 1, Set.of(1L), fixture.clock().instant()))
                .isZero();
        fixture.append("P-4");
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-3", "2: P-2 P-4");
        assertThat(parked()).isEmpty();
    }

    @Test
    void parksEverythingWhenTheRefusalNamesNothingThatWasInTheParcel() throws Exception {
        fixture.append("P-1", "P-2", "P-3");
        fixture.append("P-4");
        fixture.answers.add(parcel -> new Settlement.Refused(List.of()));
        fixture.answers.add(refuses(99));

        drain(fixture.start());

        assertThat(fixture.states()).isEqualTo("1=REFUSED 2=REFUSED");
        assertThat(parked()).containsExactly("1/0 ", "1/1 ", "1/2 ", "2/3 not mine");
    }

    @Test
    void keepsWordsOfTheRecipientThatTheDatabaseCannotHold() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(parcel -> new Settlement.Refused(List.of(new Settlement.RefusedRecord(0, "a\0b"))));

        drain(fixture.start());

        assertThat(parked()).containsExactly("1/0 a b");
    }

    @Test
    void keepsTheFeedOfARecipientWhoseCourierFailsBadly() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(parcel -> {
            throw new StackOverflowError("sample");
        });
        fixture.answers.add(parcel -> {
            throw new IllegalStateException("sample");
        });
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(feed.stopped()).contains("sample");

        until(feed, "1=ACKNOWLEDGED");

        assertThat(feed.stopped()).isNull();
    }

    @Test
    void sendsNothingWhilePausedAndEverythingAfterwards() throws Exception {
        RecipientFeed feed = fixture.start();
        fixture.append("P-1");
        drain(feed);
        fixture.rows.pause(RECIPIENT, "maintenance", fixture.clock().instant());
        fixture.append("P-2");
        drain(feed);
        assertThat(fixture.received).hasSize(1);

        fixture.rows.resume(RECIPIENT);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2");
    }

    @Test
    void holdsARecipientThatWasPausedBeforeItHadAnAgreement() throws Exception {
        fixture.removeAgreement();
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.rows.cursor(RECIPIENT)).isEmpty();

        fixture.rows.pause(RECIPIENT, "maintenance", fixture.clock().instant());
        fixture.rows.pause(RECIPIENT, "again", fixture.clock().instant());
        fixture.agree(1, "2026-01-01", "");
        fixture.append("P-1");
        drain(feed);
        drain(fixture.start());

        assertThat(fixture.received).isEmpty();
        assertThat(feed.stopped()).contains("maintenance");
        fixture.rows.resume(RECIPIENT);
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");
    }

    @Test
    void sendsAgainWhatTheReceiptHasOtherBytesOf() throws Exception {
        fixture.append("P-1");
        fixture.answers.add(parcel -> new Settlement.Acknowledged(digest("other bytes".getBytes(UTF_8))));
        fixture.answers.add(parcel -> new Settlement.Acknowledged(digest(parcel.document())));
        RecipientFeed feed = fixture.start();

        drain(feed);

        assertThat(fixture.states()).isEqualTo("1=PREPARED");
        assertThat(feed.lastError()).contains("other bytes of parcel 1");
        until(feed, "1=ACKNOWLEDGED");
        assertThat(fixture.received).hasSize(2);
    }

    private static String digest(byte[] document) {
        return Base64.getEncoder().encodeToString(Suite.SM.hash(document));
    }

    /** Steps on until the parcels stand so; the breaker's pauses of milliseconds are waited out. */
    private void until(RecipientFeed feed, String states) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    drain(feed);
                    return fixture.states().equals(states);
                });
    }

    private List<String> parked() {
        return fixture.jdbc
                .sql("select number || '/' || entry || ' ' || reason from parked_record where released_at is null"
                        + " order by number, entry")
                .query(String.class)
                .list();
    }
}
