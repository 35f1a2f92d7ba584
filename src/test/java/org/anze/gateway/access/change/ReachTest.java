package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Decision;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.junit.jupiter.api.Test;

/** Where a party is served and what it is known by is approved like its agreements. */
class ReachTest extends ChangesOfOneParty {

    @Test
    void sendsElsewhereOnlyAfterASecondPersonHasApproved() {
        delivery = rest("https://city.example/one", Party.Tokens.NONE);
        follow();
        approvePending();
        assertThat(endpoint()).isEqualTo("https://city.example/one");

        delivery = rest("https://elsewhere.example/two", Party.Tokens.SECRET);
        follow();

        assertThat(endpoint()).isEqualTo("https://city.example/one");
        assertThat(counts.parties().find(CITY)).map(Party::tokens).contains(Party.Tokens.NONE);
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(onlyPending().identity()).satisfies(identity -> {
            assertThat(identity.reachBefore()).contains("https://city.example/one");
            assertThat(identity.reachAfter()).contains("https://elsewhere.example/two", "SECRET");
        });

        approvePending();
        assertThat(endpoint()).isEqualTo("https://elsewhere.example/two");
    }

    @Test
    void stopsDeliveryAndTokensAtOnce() {
        delivery = rest("https://city.example/one", Party.Tokens.SECRET);
        follow();
        approvePending();

        delivery = new Served(null, List.of(), Party.Tokens.NONE);
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(counts.parties().find(CITY)).map(Party::tokens).contains(Party.Tokens.NONE);
        assertThat(counts.parties().find(CITY).orElseThrow().delivery()).isNull();
    }

    @Test
    void takesCertificatesBackAtOnceButNeitherNewOnesNorTheLast() {
        CertificatePin one = new CertificatePin("sha256:" + "a".repeat(64), null, null);
        CertificatePin two = new CertificatePin("sm3:" + "b".repeat(64), null, null);
        delivery = new Served(null, List.of(one, two), Party.Tokens.NONE);
        follow();
        approvePending();

        delivery = new Served(null, List.of(two), Party.Tokens.NONE);
        follow();
        assertThat(changes.pending()).isEmpty();
        assertThat(certificates()).containsExactly(two);

        delivery = new Served(null, List.of(), Party.Tokens.NONE);
        follow();
        assertThat(changes.pending()).hasSize(1);
        assertThat(certificates()).containsExactly(two);
    }

    @Test
    void givesNothingWhileAnotherEncryptionCertificateWaits() {
        encryption = "one";
        delivery = new Served(
                new Party.Delivery(
                        Party.Channel.SFTP,
                        "sftp://city@city.example:22/in",
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        0,
                        null,
                        null,
                        null,
                        "ssh-ed25519 AAAA",
                        Party.Envelope.SIGNED_ENCRYPTED,
                        null),
                List.of(),
                Party.Tokens.NONE);
        follow();
        approvePending();
        assertThat(decision()).isInstanceOf(Decision.Permit.class);

        encryption = "two";
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(counts.agreements().broken().get(CITY))
                .extracting(finding -> finding.code())
                .containsExactly("ACC-0304");

        encryption = "one";
        follow();
        assertThat(decision()).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void asksOnePersonWhereNothingIsGiven() {
        Party moved = served(OTHER, PartyType.CTY, rest("https://elsewhere.example/two", Party.Tokens.NONE));

        counts = changes.follow(proposed(), Parties.of(List.of(party(CITY, type), moved)), REGIONS);

        assertThat(counts.waiting()).isEmpty();
        assertThat(counts.parties().find(OTHER).orElseThrow().delivery()).isNotNull();
    }
}
