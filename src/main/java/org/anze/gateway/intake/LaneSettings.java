package org.anze.gateway.intake;

import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose work goes first ({@code anze.intake.lanes.*}).
 *
 * @param urgentTypes record types whose small submissions go before all others
 * @param urgentWorkers threads for those
 * @param bulkWorkers submissions over 1 MiB processed at the same time, each of another party; 0 for as many as there are
 *     processors, two at least and eight at most
 * @param bulkSlice records after which a large submission lets others have its thread, when they wait for one; at least as
 *     much as it had before, because that is read past when it goes on
 * @param recordsUnderWay records of other than urgent submissions that may be between their file and the ledger
 */
@ConfigurationProperties("anze.intake.lanes")
public record LaneSettings(
        @DefaultValue({"accident-report", "hazard"}) Set<RecordType> urgentTypes,
        @DefaultValue("2") int urgentWorkers,
        @DefaultValue("0") int bulkWorkers,
        @DefaultValue("100000") int bulkSlice,
        @DefaultValue("8000") int recordsUnderWay) {

    /** Takes the number of processors where none is given. */
    public LaneSettings {
        bulkWorkers = bulkWorkers == 0 ? IntakeSettings.byProcessors() : bulkWorkers;
    }

    /** The defaults, for tests and tools. */
    public static final LaneSettings DEFAULT =
            new LaneSettings(Set.of(RecordType.ACCIDENT_REPORT, RecordType.HAZARD), 2, 0, 100_000, 8000);
}
