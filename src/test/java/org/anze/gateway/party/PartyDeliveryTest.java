package org.anze.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartyDeliveryTest {

    @TempDir
    private Path folder;

    private Parties load(String delivery) throws IOException {
        Path party = Files.createDirectories(folder.resolve("city"));
        Files.writeString(
                party.resolve("party.yaml"),
                "id: city\ntype: CTY\nname: {zh: 市, en: City}\nuscc: 11140200MBXX001232\ndelivery:\n" + delivery);
        return Parties.load(folder);
    }

    @Test
    void hasDefaultsForWhatIsLeftOut() throws IOException {
        Party.Delivery delivery =
                load("  channel: PULL\n").find("city").orElseThrow().delivery();
        assertThat(delivery)
                .isEqualTo(new Party.Delivery(
                        Party.Channel.PULL,
                        null,
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        500,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        null,
                        null,
                        null));
    }

    @Test
    void takesEveryKey() throws IOException {
        Party.Delivery delivery = load("""
              channel: SFTP
              endpoint: sftp://platform@127.0.0.1:2223/in
              format: XLSX
              mappings: {policy: bills, claim: cases}
              encoding: GB18030
              parcelSize: 100
              timeout: PT15S
              firstRetry: PT2S
              longestRetry: PT1M
              hostKey: ssh-ed25519 AAAA
            """).find("city").orElseThrow().delivery();
        assertThat(delivery)
                .isEqualTo(new Party.Delivery(
                        Party.Channel.SFTP,
                        "sftp://platform@127.0.0.1:2223/in",
                        Party.Format.XLSX,
                        Map.of("policy", "bills", "claim", "cases"),
                        "GB18030",
                        100,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        "ssh-ed25519 AAAA",
                        null,
                        null));
    }

    @ParameterizedTest
    @EnumSource(Party.Format.class)
    void takesEveryFormat(Party.Format format) throws IOException {
        Party.Delivery delivery = load("  channel: SFTP\n  format: " + format + "\n")
                .find("city")
                .orElseThrow()
                .delivery();
        assertThat(delivery).extracting(Party.Delivery::format).isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource(names = {"REST", "QUEUE"})
    void refusesMappingsWhereOnlyTheDocumentTravels(Party.Channel channel) throws IOException {
        assertThat(load("  channel: " + channel + "\n  mappings: {policy: bills}\n")
                        .broken())
                .containsKey("city");
    }

    @Test
    void stopsAPartyWithAKeyItDoesNotKnow() throws IOException {
        Parties parties = load("  channel: SFTP\n  mapping: bills\n");
        assertThat(parties.find("city")).isEmpty();
        assertThat(parties.broken()).containsKey("city");
    }
}
