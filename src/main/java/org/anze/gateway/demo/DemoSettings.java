package org.anze.gateway.demo;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The demo ({@code anze.demo.*}).
 *
 * @param enabled makes demo keys on first start; never in production
 * @param recipients plays the recipients on loopback
 * @param play sends the samples and checks what arrives
 * @param exit ends the process afterwards: 0 when everything was right, 1 otherwise
 * @param records records per sample
 * @param patience longest time the whole play may take
 */
@ConfigurationProperties(prefix = "anze.demo", ignoreUnknownFields = false)
public record DemoSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("true") boolean recipients,
        @DefaultValue("true") boolean play,
        @DefaultValue("false") boolean exit,
        @DefaultValue("300") int records,
        @DefaultValue("3m") Duration patience) {}
