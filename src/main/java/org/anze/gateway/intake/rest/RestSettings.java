package org.anze.gateway.intake.rest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Intake over REST.
 *
 * @param patience how long {@code POST /submissions} waits for the final receipt before it answers 202
 */
@ConfigurationProperties(prefix = "anze.rest", ignoreUnknownFields = false)
public record RestSettings(@DefaultValue("2s") Duration patience) {}
