package org.anze.gateway.intake.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;

class UrgentLaneTest {

    private long nanos;
    private final UrgentLane lane =
            new UrgentLane(Set.of(RecordType.ACCIDENT_REPORT), AdmissionSettings.DEFAULT, () -> nanos);

    @Test
    void isForTheTypesThatAreUrgent() {
        assertThat(lane.isUrgent(List.of(RecordType.CLAIM, RecordType.ACCIDENT_REPORT)))
                .isTrue();
        assertThat(lane.isUrgent(List.of(RecordType.POLICY))).isFalse();
    }

    @Test
    void hasAShareForEachPartySoThatNobodyGainsBySendingEverythingAsAnAccident() {
        Party flood = party("a", 60.0);

        assertThat(taken(flood, 1000)).isEqualTo(60);
        assertThat(lane.take(party("b", 60.0), 500)).isTrue();
        nanos += 10_000_000_000L;
        assertThat(taken(flood, 1000)).isEqualTo(10);
    }

    @Test
    void isNotForLargeFilesNorForWhoHasNoShare() {
        assertThat(lane.take(party("a", 60.0), 100_000)).isFalse();
        assertThat(lane.take(party("b", 0.0), 500)).isFalse();
    }

    private int taken(Party party, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += lane.take(party, 500) ? 1 : 0;
        }
        return taken;
    }

    private static Party party(String id, double perMinute) {
        return new Party(
                id,
                PartyType.INS,
                new Party.Name(id, id),
                "USCC-" + id,
                List.of(),
                new Party.Intake(
                        null,
                        List.of(),
                        true,
                        false,
                        false,
                        null,
                        null,
                        null,
                        null,
                        new Party.Limits(null, null, null, null, perMinute, 1)),
                null,
                List.of());
    }
}
