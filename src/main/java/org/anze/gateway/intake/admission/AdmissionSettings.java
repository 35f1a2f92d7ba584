package org.anze.gateway.intake.admission;

import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a party may hand in when its file says nothing else ({@code anze.intake.limits.*}). Rates are shared out evenly among
 * living nodes; what waits and what came in a day is counted over all of them.
 *
 * @param submissionsPerSecond submissions of one party a second, on all nodes; two seconds' worth may come at once
 * @param bytesPerSecond bytes of one party a second, on all nodes; who sent more at once waits until that would have been due
 * @param unfinished submissions of one party that are not final, on all nodes; never more than a quarter of {@code
 *     anze.intake.waiting}
 * @param bytesPerDay bytes of one party in a day of China
 * @param urgentPerMinute submissions of one party a minute that go before all others
 * @param waitingBytes bytes of all submissions that are not final
 */
@ConfigurationProperties("anze.intake.limits")
public record AdmissionSettings(
        @DefaultValue("2000") double submissionsPerSecond,
        @DefaultValue("64MB") DataSize bytesPerSecond,
        @DefaultValue("2500") int unfinished,
        @DefaultValue("1TB") DataSize bytesPerDay,
        @DefaultValue("300") double urgentPerMinute,
        @DefaultValue("256GB") DataSize waitingBytes) {

    /** The defaults, for tests and tools. */
    public static final AdmissionSettings DEFAULT = new AdmissionSettings(
            2000, DataSize.ofMegabytes(64), 2500, DataSize.ofTerabytes(1), 300, DataSize.ofGigabytes(256));

    /** Refuses what would let nothing pass. */
    public AdmissionSettings {
        if (!(submissionsPerSecond > 0)
                || bytesPerSecond.toBytes() < 1
                || unfinished < 1
                || bytesPerDay.toBytes() < 1
                || !(urgentPerMinute >= 0)
                || waitingBytes.toBytes() < 1) {
            throw new IllegalArgumentException("anze.intake.limits: every limit must be positive");
        }
    }

    /** What holds for this party. */
    Allowance of(Party party) {
        Party.Limits own = party.intake() == null ? null : party.intake().limits();
        if (own == null) {
            own = Party.Limits.NONE;
        }
        return new Allowance(
                or(own.submissionsPerSecond(), submissionsPerSecond),
                or(own.bytesPerSecond(), bytesPerSecond.toBytes()),
                own.unfinished() == null ? unfinished : own.unfinished(),
                own.bytesPerDay() == null ? bytesPerDay.toBytes() : own.bytesPerDay(),
                or(own.urgentPerMinute(), urgentPerMinute));
    }

    private static double or(@Nullable Number own, double otherwise) {
        return own == null ? otherwise : own.doubleValue();
    }

    /** The limits of one party. */
    record Allowance(
            double submissionsPerSecond,
            double bytesPerSecond,
            int unfinished,
            long bytesPerDay,
            double urgentPerMinute) {}
}
