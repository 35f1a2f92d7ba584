package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.access.Facts;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreements that look at the record itself, and agreements with a daily volume, on the way to a recipient. */
class ConditionalFeedTest {

    private static final String AGREEMENT = """
            id: observed
            version: 1
            recipient: city-observer
            purpose: SUP
            legalBasis:
              - {document: 晋应急函〔2024〕375号, article: 二（一）三}
            sharingClass: conditional
            validFrom: 2026-01-01
            validTo: 2028-12-31
            docRef: 测试
            approvedBy: 测试
            volume: {recordsPerDay: 2}
            scope: {regions: everywhere, sectors: all, insurers: all}
            records:
              - type: policy
                where: status != "CANCELLED"
                units: {give: [parties, period]}
            """;

    @TempDir
    private Path folder;

    private FeedFixture fixture;

    @BeforeEach
    void assemble() throws Exception {
        fixture = new FeedFixture(folder, "REST");
    }

    private PreparedRecord policy(String number, long version, String status) {
        return fixture.samples.record(
                RecordType.POLICY,
                version,
                version == 1 ? Operation.CREATE : Operation.UPDATE,
                "policyNo",
                number,
                "insured",
                "91140212MAXX00015K",
                "status",
                status);
    }

    @Test
    void givesOnlyWhatMeetsTheConditionAndWithdrawsWhatNoLongerDoes() throws Exception {
        fixture.writeAgreement(AGREEMENT.replace("volume: {recordsPerDay: 2}\n", ""));
        fixture.append(List.of(policy("P-1", 1, "VALID"), policy("P-2", 1, "CANCELLED")));
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.append(List.of(policy("P-1", 2, "CANCELLED"), policy("P-2", 2, "VALID")));
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2v2 -P-1");
    }

    @Test
    void doesNotFeedAgainWhatANewerVersionTakesOutOfTheCondition() throws Exception {
        fixture.writeAgreement(AGREEMENT.replace("volume: {recordsPerDay: 2}\n", ""));
        fixture.append(List.of(policy("P-1", 1, "VALID"), policy("P-3", 1, "VALID")));
        fixture.answers.add(FeedFixture.fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.append(List.of(policy("P-1", 2, "CANCELLED")));
        fixture.writeAgreement(
                AGREEMENT.replace("volume: {recordsPerDay: 2}\n", "").replace("version: 1", "version: 2"));
        drain(feed);
        assertThat(String.join(" ", fixture.receivedInWords()))
                .contains("P-3")
                .doesNotContain(" P-1")
                .doesNotContain("P-1v2");
    }

    @Test
    void stopsAtTheDailyVolumeAndGoesOnTheNextDayWithoutAGap() throws Exception {
        fixture.writeAgreement(AGREEMENT);
        fixture.append("P-1", "P-2", "P-3", "P-4", "P-5");
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2");
        assertThat(feed.stopped()).contains("daily volume");
        drain(feed);
        assertThat(fixture.received).hasSize(1);
        fixture.pass(Duration.ofDays(1));
        drain(feed);
        fixture.pass(Duration.ofDays(1));
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2", "2: P-3 P-4", "3: P-5");
        assertThat(feed.stopped()).isNull();
    }

    @Test
    void feedsAgainTheNextDayWhatTheVolumeHeldBack() throws Exception {
        fixture.writeAgreement(AGREEMENT.replace("recordsPerDay: 2", "recordsPerDay: 3"));
        fixture.append("P-1", "P-2");
        fixture.answers.add(FeedFixture.fails());
        RecipientFeed feed = fixture.start();
        drain(feed);
        fixture.writeAgreement(
                AGREEMENT.replace("version: 1", "version: 2").replace("recordsPerDay: 2", "recordsPerDay: 3"));
        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED");
        assertThat(fixture.receivedInWords()).containsExactly("1: [AGREEMENT_ENDED]", "2: P-1");
        assertThat(fixture.rows.backlog(RECIPIENT, 10)).hasSize(1);
        fixture.pass(Duration.ofDays(1));
        until(feed, "1=ACKNOWLEDGED 2=ACKNOWLEDGED 3=ACKNOWLEDGED");
        assertThat(fixture.receivedInWords()).last().isEqualTo("3: P-2");
        assertThat(fixture.rows.backlog(RECIPIENT, 10)).isEmpty();
    }

    private void until(RecipientFeed feed, String states) {
        Awaitility.await().until(() -> {
            drain(feed);
            return fixture.states().equals(states);
        });
    }

    @Test
    void knowsWhoseAnEndorsementIsFromItsPolicy() throws Exception {
        fixture.append(List.of(
                policy("P-1", 1, "VALID"),
                fixture.samples.record(
                        RecordType.ENDORSEMENT, 1, Operation.CREATE, "policyNo", "P-1", "endorseNo", "E-1"),
                fixture.samples.record(
                        RecordType.ENDORSEMENT, 1, Operation.CREATE, "policyNo", "P-9", "endorseNo", "E-2")));
        List<Facts> facts = fixture.facts(0, 3);
        assertThat(facts.get(1).policyValue("insured")).isEqualTo("91140212MAXX00015K");
        assertThat(facts.get(2).policyValue("insured")).isNull();
        assertThat(facts.get(1).businessKey()).isEqualTo("P-1/E-1");
    }
}
