package org.anze.gateway.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anze.gateway.intake.admission.Admission;
import org.anze.gateway.intake.admission.AdmissionSettings;
import org.anze.gateway.intake.admission.Backlog;
import org.anze.gateway.intake.admission.UrgentLane;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;

/** Parts of an intake that a test puts together and that are not what it is about. */
final class Intake {

    private Intake() {}

    /** The usual lanes with so many threads for small submissions. */
    static Function<Consumer<List<SubmissionJob>>, Lanes> lanes(
            int workers, Supplier<Mappings> mappings, Supplier<Parties> parties) {
        return work -> new Lanes(
                LaneSettings.DEFAULT,
                workers,
                new UrgentLane(LaneSettings.DEFAULT.urgentTypes(), AdmissionSettings.DEFAULT, System::nanoTime),
                mappings,
                parties,
                work);
    }

    /** The usual limits over a store in which nothing waits. */
    static Admission admission() {
        return new Admission(
                AdmissionSettings.DEFAULT,
                10_000,
                new Backlog() {
                    @Override
                    public Map<String, Waiting> waiting() {
                        return Map.of();
                    }

                    @Override
                    public Map<String, Long> receivedSince(Instant dayBegin) {
                        return Map.of();
                    }
                },
                () -> 1,
                Clock.systemUTC(),
                System::nanoTime,
                new SimpleMeterRegistry());
    }
}
