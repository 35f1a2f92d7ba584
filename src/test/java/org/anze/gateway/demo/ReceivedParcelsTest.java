package org.anze.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.anze.gateway.demo.ReceivedParcels.Verdict;
import org.anze.gateway.feed.RecipientReceipt.Status;
import org.anze.gateway.feed.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivedParcelsTest {

    private static final byte[] ONE =
            bytes("{\"evidence\":{\"entries\":[{\"header\":{\"index\":41}},{\"header\":{\"index\":42}}]}}");
    private static final byte[] TWO = bytes("two");
    private static final byte[] FORGED = bytes("forged");

    @TempDir
    Path folder;

    private final RecipientFaults faults = new RecipientFaults();

    @Test
    void keepsParcelsInTheirOrderWithTheirRenditions() throws IOException {
        ReceivedParcels received = open();

        ReceivedParcels.Outcome outcome = received.accept(1, ONE, Map.of("000000001.policy.csv", TWO));

        assertThat(outcome.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(outcome.receipt().status()).isEqualTo(Status.ACKNOWLEDGED);
        assertThat(outcome.receipt().parcel()).isEqualTo(1);
        assertThat(folder.resolve("000000001.parcel.json")).hasBinaryContent(ONE);
        assertThat(folder.resolve("000000001.policy.csv")).hasBinaryContent(TWO);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThat(received.violations()).isEmpty();
    }

    @Test
    void acknowledgesARepetitionAgain() throws IOException {
        ReceivedParcels received = open();
        received.accept(1, ONE, Map.of());

        ReceivedParcels.Outcome outcome = received.accept(1, ONE, Map.of());

        assertThat(outcome.verdict()).isEqualTo(Verdict.REPEATED);
        assertThat(outcome.receipt().status()).isEqualTo(Status.ACKNOWLEDGED);
        assertThat(received.last()).isEqualTo(1);
        assertThat(received.violations()).isEmpty();
    }

    @Test
    void settlesNoGap() throws IOException {
        ReceivedParcels received = open();
        received.accept(1, ONE, Map.of());

        ReceivedParcels.Outcome outcome = received.accept(3, TWO, Map.of());

        assertThat(outcome.verdict()).isEqualTo(Verdict.GAP);
        assertThat(outcome.receipt()).isNull();
        assertThat(received.last()).isEqualTo(1);
        assertThat(received.violations()).containsExactly("expected parcel 2 but got 3");
    }

    @Test
    void settlesNoNumberBelowOne() throws IOException {
        assertThat(open().accept(0, ONE, Map.of()).verdict()).isEqualTo(Verdict.GAP);
        assertThat(open().accept(-1, ONE, Map.of()).receipt()).isNull();
    }

    @Test
    void settlesNoOtherBytesUnderANumberItHas() throws IOException {
        ReceivedParcels received = open();
        received.accept(1, ONE, Map.of());

        ReceivedParcels.Outcome outcome = received.accept(1, TWO, Map.of());

        assertThat(outcome.verdict()).isEqualTo(Verdict.CONFLICT);
        assertThat(outcome.receipt()).isNull();
        assertThat(folder.resolve("000000001.parcel.json")).hasBinaryContent(ONE);
    }

    @Test
    void refusesWhatIsNotProvenAndGoesOnWithTheNext() throws IOException {
        ReceivedParcels received = open();

        ReceivedParcels.Outcome outcome = received.accept(1, FORGED, Map.of("x.csv", TWO));

        assertThat(outcome.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(outcome.receipt().refused()).containsExactly(new Settlement.RefusedRecord(-1, "wrong root"));
        assertThat(folder.resolve("000000001.refused.json")).exists();
        assertThat(folder.resolve("000000001.parcel.json")).doesNotExist();
        assertThat(folder.resolve("x.csv")).doesNotExist();
        assertThat(received.accept(1, FORGED, Map.of()).receipt().status()).isEqualTo(Status.REFUSED);
        assertThat(received.accept(2, TWO, Map.of()).verdict()).isEqualTo(Verdict.KEPT);
        assertThat(received.violations()).containsExactly("parcel 1: wrong root");
    }

    @Test
    void refusesRenditionsThatWantToLieElsewhere() throws IOException {
        for (String name : new String[] {"../x.csv", "/etc/x", ".hidden", "000000009.parcel.json", ""}) {
            Path own = folder.resolve("own" + name.length());
            ReceivedParcels received = new ReceivedParcels(own, (document, renditions) -> null);

            assertThat(received.accept(1, ONE, Map.of(name, TWO)).verdict())
                    .as(name)
                    .isEqualTo(Verdict.UNPROVEN);
        }
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @Test
    void remembersTheLastNumberOverARestart() throws IOException {
        ReceivedParcels before = open();
        before.accept(1, ONE, Map.of());
        before.accept(2, FORGED, Map.of());
        Files.write(folder.resolve(".000000003.parcel.json.tmp"), TWO);

        ReceivedParcels after = open();

        assertThat(after.last()).isEqualTo(2);
        assertThat(after.accept(1, ONE, Map.of()).verdict()).isEqualTo(Verdict.REPEATED);
        assertThat(after.accept(3, TWO, Map.of()).verdict()).isEqualTo(Verdict.KEPT);
    }

    @Test
    void refusesTheRecordItIsToldToRefuse() throws IOException {
        faults.refuse(42);

        ReceivedParcels.Outcome outcome = open().accept(1, ONE, Map.of());

        assertThat(outcome.verdict()).isEqualTo(Verdict.KEPT);
        assertThat(outcome.receipt().status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.receipt().refused())
                .singleElement()
                .extracting(Settlement.RefusedRecord::index)
                .isEqualTo(42L);
    }

    private ReceivedParcels open() throws IOException {
        return new ReceivedParcels(
                folder, (document, renditions) -> Arrays.equals(document, FORGED) ? "wrong root" : null, faults);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
