package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.anze.gateway.faults.AgreementBalance.Figures;
import org.anze.gateway.feed.FeedFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the equation the faults are judged by would notice. */
class AgreementBalanceTest {

    private static final String OBSERVED = FeedFixture.RECIPIENT + "/observed";

    private FeedFixture feed;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException, SQLException {
        feed = new FeedFixture(folder, "REST");
        feed.append("P-1", "P-2", "P-3", "P-4");
        feed.append("P-elsewhere", 1, "140105");
    }

    @Test
    void countsWhatTheFeedHasNotLookedAtYet() {
        assertThat(figures()).isEqualTo(new Figures(4, 0, 0, 0, 4));
        assertThat(violations()).isEmpty();
    }

    @Test
    void countsWhatIsAcknowledgedAndRefused() {
        feed.answers.add(FeedFixture.refuses(1));
        feed.drain();

        assertThat(figures()).isEqualTo(new Figures(4, 3, 1, 0, 0));
        assertThat(violations()).isEmpty();
    }

    @Test
    void countsWhatIsOnItsWay() {
        feed.drain();
        feed.jdbc
                .sql("update parcel set state = 'SENT', settled_at = null where number = 1")
                .update();

        assertThat(figures()).isEqualTo(new Figures(4, 1, 0, 3, 0));
        assertThat(violations()).isEmpty();
    }

    @Test
    void noticesARecordThatIsNowhere() {
        feed.drain();
        feed.jdbc
                .sql("update parcel set entries = entries[2:] where number = 1")
                .update();

        assertThat(violations()).singleElement().asString().startsWith("agreement " + OBSERVED + ": accepted 4,");
    }

    @Test
    void noticesARecordThatIsGivenTwice() {
        feed.drain();
        feed.jdbc
                .sql("insert into feed_backlog (recipient, entry) values (?, 0)")
                .param(FeedFixture.RECIPIENT)
                .update();

        assertThat(violations()).singleElement().asString().startsWith("agreement " + OBSERVED + ": accepted 4,");
    }

    @Test
    void noticesARecordThatNoAgreementGives() {
        feed.drain();
        feed.jdbc
                .sql("update parcel set entries = entries || 4::bigint where number = 2")
                .update();

        assertThat(violations()).singleElement().asString().startsWith("given without an agreement to ");
    }

    @Test
    void noticesARecordThatIsNotInTheLedger() {
        feed.drain();
        feed.jdbc
                .sql("update parcel set entries = entries || 99::bigint where number = 2")
                .update();

        assertThat(violations()).singleElement().asString().startsWith("given without an agreement to ");
    }

    @Test
    void noticesAParcelThatNamesAnotherAgreement() {
        feed.drain();
        feed.jdbc
                .sql("update parcel set agreements = replace(agreements, 'observed', 'another') where number = 1")
                .update();

        assertThat(violations()).singleElement().asString().contains("and not by observed");
    }

    private Figures figures() {
        return AgreementBalance.figures(
                        feed.jdbc, feed.agreements().get(), feed.clock().instant())
                .get(OBSERVED);
    }

    private List<String> violations() {
        return AgreementBalance.violations(
                feed.jdbc, feed.agreements().get(), feed.clock().instant());
    }
}
