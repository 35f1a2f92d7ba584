package org.anze.gateway.oversight;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The daily look at deadlines ({@code anze.oversight.*}).
 *
 * @param party id of the party of type OPS under whose name escalations are written; null or empty switches the look off
 * @param at time of day in China from which a day's look is due, {@code HH:mm}
 */
@ConfigurationProperties("anze.oversight")
public record OversightSettings(
        @Nullable String party, @DefaultValue("02:00") String at) {

    /** Refuses a time that does not exist. */
    public OversightSettings {
        LocalTime.parse(at);
    }

    /** Whether the look takes place at all. */
    public boolean isOn() {
        return party != null && !party.isBlank();
    }

    LocalTime time() {
        return LocalTime.parse(at);
    }
}
