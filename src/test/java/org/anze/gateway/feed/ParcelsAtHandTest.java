package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParcelsAtHandTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private long nanos;
    private final ParcelsAtHand atHand = new ParcelsAtHand(100, MINUTE, () -> nanos);

    private static Parcel parcel(String recipient, long number, int document, int rendition) {
        return new Parcel(
                recipient,
                number,
                new byte[document],
                List.of(new Parcel.Rendition("records.csv", "text/csv", new byte[rendition])),
                1);
    }

    /** As a closed document begins, when it was closed for the n-th time. */
    private static byte[] closed(int times) {
        byte[] closed = new byte[40];
        Arrays.fill(closed, (byte) times);
        return closed;
    }

    private static byte[] mark(int times) {
        return Arrays.copyOf(closed(times), ParcelsAtHand.MARK);
    }

    private boolean has(String recipient, long number) {
        return atHand.find(recipient, number, mark(1)) != null;
    }

    @Test
    void givesTheParcelThatIsStored() {
        Parcel parcel = parcel("city", 1, 10, 10);
        atHand.keep(parcel, closed(1));

        assertThat(atHand.find("city", 1, mark(1))).isSameAs(parcel);
        assertThat(atHand.find("city", 2, mark(1))).isNull();
        assertThat(atHand.find("bureau", 1, mark(1))).isNull();
    }

    @Test
    void forgetsAParcelThatWasStoredAnew() {
        atHand.keep(parcel("city", 1, 10, 0), closed(1));

        assertThat(atHand.find("city", 1, mark(2))).isNull();
        assertThat(has("city", 1)).isFalse();
    }

    @Test
    void countsDocumentAndRenditionsAndForgetsTheOldestWhenItIsTooMuch() {
        atHand.keep(parcel("city", 1, 30, 10), closed(1));
        atHand.keep(parcel("city", 2, 30, 10), closed(1));

        atHand.keep(parcel("bureau", 7, 60, 0), closed(1));

        assertThat(has("city", 1)).isFalse();
        assertThat(has("city", 2)).isTrue();
        assertThat(has("bureau", 7)).isTrue();
    }

    @Test
    void makesRoomForOthersByWhatIsDropped() {
        atHand.keep(parcel("city", 1, 60, 0), closed(1));
        atHand.drop("city", 1);
        atHand.drop("city", 1);
        atHand.keep(parcel("city", 2, 60, 0), closed(1));
        atHand.keepOnly("city", Set.of());
        atHand.keep(parcel("city", 3, 50, 0), closed(1));
        atHand.keep(parcel("city", 4, 50, 0), closed(1));

        assertThat(has("city", 3)).isTrue();
        assertThat(has("city", 4)).isTrue();
    }

    @Test
    void keepsOfARecipientOnlyWhatIsStillOpen() {
        for (int number = 1; number <= 3; number++) {
            atHand.keep(parcel("city", number, 10, 0), closed(1));
        }
        atHand.keep(parcel("bureau", 1, 10, 0), closed(1));

        atHand.keepOnly("city", Set.of(2L, 9L));

        assertThat(has("city", 1)).isFalse();
        assertThat(has("city", 2)).isTrue();
        assertThat(has("city", 3)).isFalse();
        assertThat(has("bureau", 1)).isTrue();
    }

    @Test
    void keepsNoneForLongerThanItIsTold() {
        atHand.keep(parcel("city", 1, 10, 0), closed(1));

        nanos += MINUTE.toNanos();

        assertThat(has("city", 1)).isFalse();
    }
}
