package org.anze.gateway.party;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A certificate a party registered. While a party has pins, no other certificate is taken from it; several may be in force at
 * once, so that a new one can be brought in while the old one is still used.
 *
 * @param fingerprint of the DER form: {@code sha256:} or {@code sm3:} and 64 hexadecimal digits; colons and capitals are
 *     taken and normalised
 * @param from first day it is taken, in China's time zone; null for any
 * @param until last day it is taken, in China's time zone, inclusive; null for any
 */
public record CertificatePin(
        String fingerprint,
        @Nullable LocalDate from,
        @Nullable LocalDate until) {

    private static final Pattern FORM = Pattern.compile("(sha256|sm3):[0-9a-f]{64}");
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** Normalises and checks. */
    public CertificatePin {
        if (fingerprint == null) {
            throw new IllegalArgumentException("certificates: fingerprint is missing");
        }
        String lower = fingerprint.strip().toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        fingerprint = lower.substring(0, colon + 1) + lower.substring(colon + 1).replace(":", "");
        if (!FORM.matcher(fingerprint).matches()) {
            throw new IllegalArgumentException(
                    "certificates: fingerprint is sha256: or sm3: and 64 hexadecimal digits");
        }
        if (from != null && until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("certificates: until lies before from");
        }
    }

    /** Whether it is taken at this moment. */
    public boolean isInForce(Instant now) {
        LocalDate today = now.atZone(CHINA).toLocalDate();
        return (from == null || !today.isBefore(from)) && (until == null || !today.isAfter(until));
    }
}
