package org.anze.gateway.access.change;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.Party.Channel;
import org.anze.gateway.party.Party.Delivery;
import org.anze.gateway.party.Party.Envelope;
import org.anze.gateway.party.Party.Tokens;
import org.anze.gateway.seal.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who in the end gets what a party is given: where it is served, and by what it is known when it fetches or asks. Formats,
 * sizes and pauses are not part of it.
 *
 * @param channel null when nothing is delivered to it
 * @param certificates what it registered, in the order of their fingerprints
 * @param encryption digest of the certificate its files are encrypted to, in hexadecimal digits; null when there is none
 */
record Reach(
        @Nullable Channel channel,
        @Nullable String endpoint,
        @Nullable String hostKey,
        @Nullable Envelope envelope,
        List<CertificatePin> certificates,
        Tokens tokens,
        @Nullable String encryption) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    Reach {
        certificates = certificates.stream()
                .sorted(Comparator.comparing(CertificatePin::fingerprint))
                .toList();
    }

    /** What the party's file says. */
    static Reach of(Party party, @Nullable String encryption) {
        Delivery delivery = party.delivery();
        boolean encrypted = delivery != null && delivery.envelope() == Envelope.SIGNED_ENCRYPTED;
        return new Reach(
                delivery == null ? null : delivery.channel(),
                delivery == null ? null : delivery.endpoint(),
                delivery == null ? null : delivery.hostKey(),
                delivery == null ? null : delivery.envelope(),
                party.certificates(),
                party.tokens(),
                encrypted ? encryption : null);
    }

    /** Canonical JSON. */
    String text() {
        Map<String, @Nullable Object> content = new HashMap<>();
        content.put("channel", channel == null ? null : channel.name());
        content.put("endpoint", endpoint);
        content.put("hostKey", hostKey);
        content.put("envelope", envelope == null ? null : envelope.name());
        content.put("tokens", tokens.name());
        content.put("encryption", encryption);
        List<Object> pins = new ArrayList<>();
        for (CertificatePin pin : certificates) {
            Map<String, @Nullable Object> one = new HashMap<>();
            one.put("fingerprint", pin.fingerprint());
            one.put("from", pin.from() == null ? null : pin.from().toString());
            one.put("until", pin.until() == null ? null : pin.until().toString());
            pins.add(one);
        }
        content.put("certificates", pins);
        return new String(CanonicalJson.write(content), StandardCharsets.UTF_8);
    }

    /** From {@link #text()}. */
    static Reach parse(String text) {
        JsonNode tree = JSON.readTree(text);
        List<CertificatePin> pins = new ArrayList<>();
        for (JsonNode pin : tree.path("certificates")) {
            String from = string(pin, "from");
            String until = string(pin, "until");
            pins.add(new CertificatePin(
                    String.valueOf(string(pin, "fingerprint")),
                    from == null ? null : LocalDate.parse(from),
                    until == null ? null : LocalDate.parse(until)));
        }
        String channel = string(tree, "channel");
        String envelope = string(tree, "envelope");
        return new Reach(
                channel == null ? null : Channel.valueOf(channel),
                string(tree, "endpoint"),
                string(tree, "hostKey"),
                envelope == null ? null : Envelope.valueOf(envelope),
                pins,
                Tokens.valueOf(String.valueOf(string(tree, "tokens"))),
                string(tree, "encryption"));
    }

    private static @Nullable String string(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    /** Whether it lets nobody in and sends nowhere that this other one does not: equal, or something was closed. */
    boolean isWithin(Reach other) {
        boolean sameAddress = channel == other.channel
                && Objects.equals(endpoint, other.endpoint)
                && Objects.equals(hostKey, other.hostKey)
                && envelope == other.envelope
                && Objects.equals(encryption, other.encryption);
        // Not the first one (it lets in what bears another name), nor the last one going (it lets in any of the right
        // name).
        boolean samePins = certificates.equals(other.certificates)
                || !certificates.isEmpty() && other.certificates.containsAll(certificates);
        return (channel == null || sameAddress) && samePins && (tokens == other.tokens || tokens == Tokens.NONE);
    }

    /**
     * The party with this reach in place of what its file says. When the file's formats do not fit the channel that was
     * approved nothing is delivered.
     */
    Party applied(Party party) {
        return new Party(
                party.id(),
                party.type(),
                party.name(),
                party.uscc(),
                party.regions(),
                party.intake(),
                delivery(party.delivery()),
                party.qualifications(),
                certificates,
                tokens);
    }

    private @Nullable Delivery delivery(@Nullable Delivery file) {
        if (channel == null || file == null) {
            return null;
        }
        try {
            return new Delivery(
                    channel,
                    endpoint,
                    file.format(),
                    file.mappings(),
                    file.encoding(),
                    file.parcelSize(),
                    file.timeout(),
                    file.firstRetry(),
                    file.longestRetry(),
                    hostKey,
                    envelope,
                    envelope == null ? null : file.oids());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
