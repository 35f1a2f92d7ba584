package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.anze.gateway.evidence.envelope.EncryptionCertificate;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.evidence.envelope.SampleRecipient;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parcels of parties that ask for CMS envelopes. */
class EnclosedParcelTest {

    @TempDir
    private Path folder;

    private FeedFixture fixture(String envelope) throws IOException {
        return new FeedFixture(folder, "SFTP\n  format: CSV\n  envelope: " + envelope);
    }

    private Path partyFolder() {
        return folder.resolve(FeedFixture.RECIPIENT);
    }

    private static Parcel firstParcel(FeedFixture fixture) throws Exception {
        fixture.append("P-NOBODY-SEES-1", "P-NOBODY-SEES-2");
        FeedFixture.drain(fixture.start());
        return fixture.received.get(0);
    }

    @Test
    void signsTheFilesOfAPartyThatAsksForIt() throws Exception {
        Parcel parcel = firstParcel(fixture("signed"));
        assertThat(parcel.renditions()).extracting(Parcel.Rendition::name).containsExactly("000000001.policy.csv.p7m");
        assertThat(parcel.enclosedDocument()).isEmpty();
        SignedData data = SignedData.getInstance(
                ContentInfo.getInstance(parcel.renditions().get(0).content()).getContent());
        assertThat(content(data)).contains("P-NOBODY-SEES-1");
        assertThat(manifest(parcel)).contains("000000001.policy.csv.p7m");
    }

    @Test
    void letsNothingReadableLieBesideWhatIsEncrypted() throws Exception {
        FeedFixture fixture = fixture("signed-encrypted");
        PrivateKey key =
                SampleRecipient.provide(partyFolder(), "EC", "sm2p256v1", KeyUsage.keyEncipherment, SampleSeals.NOW);

        Parcel parcel = firstParcel(fixture);

        assertThat(parcel.renditions())
                .extracting(Parcel.Rendition::name)
                .containsExactlyInAnyOrder("000000001.policy.csv.p7m", "000000001.parcel.json.p7m");
        for (Parcel.Rendition rendition : parcel.renditions()) {
            assertThat(new String(rendition.content(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("NOBODY");
            String inside = content(open(rendition.content(), key));
            assertThat(inside).contains("P-NOBODY-SEES-1");
        }
        assertThat(content(open(parcel.enclosedDocument().orElseThrow().content(), key)))
                .isEqualTo(new String(parcel.document(), StandardCharsets.UTF_8));
        assertThat(manifest(parcel)).contains("000000001.policy.csv.p7m").doesNotContain("parcel.json.p7m");
    }

    @Test
    void sendsTheSameBytesAgain() throws Exception {
        FeedFixture fixture = fixture("signed-encrypted");
        SampleRecipient.provide(partyFolder(), "EC", "sm2p256v1", KeyUsage.keyEncipherment, SampleSeals.NOW);
        Parcel sent = firstParcel(fixture);
        Parcel stored = fixture.rows.parcels().parcel(FeedFixture.RECIPIENT, 1).orElseThrow();
        for (int i = 0; i < sent.renditions().size(); i++) {
            assertThat(stored.renditions().get(i).content())
                    .isEqualTo(sent.renditions().get(i).content());
        }
    }

    @Test
    void givesNothingToAPartyWithoutAUsableCertificate() throws Exception {
        FeedFixture fixture = fixture("signed-encrypted");
        Party party = fixture.parties().get().find(FeedFixture.RECIPIENT).orElseThrow();
        SampleSeals.Gateway gateway = SampleSeals.gateway(Suite.SM);
        Envelopes envelopes = new Envelopes(gateway.signer(), gateway.certificate(), folder, fixture.clock());
        assertThatThrownBy(() -> envelopes.enclose(party, new byte[0]))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining(EncryptionCertificate.FILE);
        Files.writeString(partyFolder().resolve(EncryptionCertificate.FILE), "x");
        assertThatThrownBy(() -> envelopes.enclose(party, new byte[0])).isInstanceOf(TryAgainLater.class);
    }

    private static SignedData open(byte[] envelope, PrivateKey key) throws Exception {
        EnvelopedData data =
                EnvelopedData.getInstance(ContentInfo.getInstance(envelope).getContent());
        return SignedData.getInstance(
                ContentInfo.getInstance(SampleRecipient.open(data, key)).getContent());
    }

    private static String content(SignedData data) {
        byte[] octets = ASN1OctetString.getInstance(data.getEncapContentInfo().getContent())
                .getOctets();
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String manifest(Parcel parcel) {
        String document = new String(parcel.document(), StandardCharsets.UTF_8);
        return document.substring(document.indexOf("\"manifest\""));
    }
}
