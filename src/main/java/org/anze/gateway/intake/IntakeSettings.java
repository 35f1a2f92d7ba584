package org.anze.gateway.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the intake ({@code anze.intake.*}).
 *
 * @param maxSize largest submission on any channel
 * @param workers submissions processed at the same time
 * @param waiting submissions that may wait for a worker; beyond it the gateway answers "busy"
 * @param batchesAhead batches of one submission on their way to the ledger at the same time
 * @param awaited requests by REST and SOAP that may wait for their receipt at the same time, urgent ones not counted; whoever
 *     comes beyond it is answered "accepted" as soon as his submission is stored. Each holds one of {@code anze.https.threads},
 *     and some of those have to be left for everything else
 */
@ConfigurationProperties("anze.intake")
public record IntakeSettings(
        @DefaultValue("4GB") DataSize maxSize,
        @DefaultValue("4") int workers,
        @DefaultValue("10000") int waiting,
        @DefaultValue("6") int batchesAhead,
        @DefaultValue("48") int awaited) {}
