package org.anze.gateway.intake.soap;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Intake over SOAP.
 *
 * @param patience how long a call waits for the final result of a submission
 * @param spool folder for payloads being received; several nodes may have the same, and nothing in it has a name
 * @param signatureLifetime longest time between making and expiry of a signed message's timestamp, and its longest age
 * @param clockSkew how far a sender's clock may be ahead
 * @param rememberedSignatures signed messages remembered against replay; when full, new ones are refused until old ones expire
 */
@ConfigurationProperties(prefix = "anze.soap", ignoreUnknownFields = false)
public record SoapSettings(
        @DefaultValue("20s") Duration patience,
        @DefaultValue("data/spool/soap") Path spool,
        @DefaultValue("5m") Duration signatureLifetime,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("100000") int rememberedSignatures) {}
