package org.anze.gateway.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the intake ({@code anze.intake.*}).
 *
 * @param maxSize largest submission on any channel
 * @param workers threads for submissions of up to 1 MiB that are not urgent; 0 for as many as there are processors, two at
 *     least and eight at most. With more, what is taken in takes the processors away from the feeds, and less of it is given out
 * @param waiting submissions that may wait for a worker; beyond it the gateway answers "busy"
 * @param batchesAhead batches of one submission on their way to the ledger at the same time
 * @param awaited requests by REST and SOAP that may wait for their receipt at the same time; whoever comes beyond it is answered
 *     "accepted" as soon as his submission is stored. Each holds one of {@code anze.https.threads}, and some of those have to be
 *     left for everything else
 * @param awaitedUrgent as many again of what is urgent, half of them for one party at most
 */
@ConfigurationProperties("anze.intake")
public record IntakeSettings(
        @DefaultValue("4GB") DataSize maxSize,
        @DefaultValue("0") int workers,
        @DefaultValue("10000") int waiting,
        @DefaultValue("6") int batchesAhead,
        @DefaultValue("48") int awaited,
        @DefaultValue("8") int awaitedUrgent) {

    /** Takes the number of processors where none is given. */
    public IntakeSettings {
        workers = workers == 0 ? byProcessors() : workers;
    }

    /**
     * Threads that compute most of the time. Two at least, so that one party's long work leaves one to the others; eight at most,
     * because each wants a connection of the database now and then.
     */
    static int byProcessors() {
        return Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
    }
}
