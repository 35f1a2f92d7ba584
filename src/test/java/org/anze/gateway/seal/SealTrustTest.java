package org.anze.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealTrustTest {

    private static final SampleSeals.Authority AUTHORITY = SampleSeals.authority(Suite.SM, "Sample Seal CA");
    private static final SealPrivateKey KEY = SampleSeals.key(Suite.SM, "seal");

    private static void assertFlaw(Flaw expected, SealTrust trust, String pem, Instant at) {
        assertThatThrownBy(() -> trust.require(pem, at))
                .isInstanceOfSatisfying(
                        FlawException.class, flaw -> assertThat(flaw.flaw()).isEqualTo(expected));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void believesACertificateOfATrustedAuthority(Suite suite) throws FlawException {
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        SealTrust both = SealTrust.ofPem("# our anchors\n"
                + SampleSeals.authority(suite, "Another CA").certificate().pem() + "text\n"
                + gateway.authority().certificate().pem());

        SealVerifierKey key = both.require(gateway.certificate().pem(), SampleSeals.NOW);

        assertThat(key.name()).isEqualTo(SampleSeals.SIGNER);
        assertThat(key.suite()).isEqualTo(suite);
        assertThat(key.verify(new byte[] {1}, gateway.key().sign(new byte[] {1})))
                .isTrue();
    }

    @Test
    void refusesAForeignCertificateEvenUnderTheSameName() {
        SampleSeals.Authority impostor = new SampleSeals.Authority(
                "Sample Seal CA", SampleSeals.key(Suite.SM, "impostor"), AUTHORITY.certificate());
        String foreign = impostor.issue(SampleSeals.SIGNER, KEY.publicKey()).pem();

        assertFlaw(Flaw.CERTIFICATE_FOREIGN, AUTHORITY.trust(), foreign, SampleSeals.NOW);
        assertFlaw(
                Flaw.CERTIFICATE_FOREIGN,
                SampleSeals.authority(Suite.SM, "Another CA").trust(),
                AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey()).pem(),
                SampleSeals.NOW);
    }

    /** What was found about one certificate says nothing about the next. */
    @Test
    void keepsCertificatesApart() throws FlawException {
        SampleSeals.Authority impostor = new SampleSeals.Authority(
                "Sample Seal CA", SampleSeals.key(Suite.SM, "impostor"), AUTHORITY.certificate());
        String foreign = impostor.issue(SampleSeals.SIGNER, KEY.publicKey()).pem();
        String own = AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey()).pem();
        SealPrivateKey another = SampleSeals.key(Suite.SM, "another");
        String others = AUTHORITY.issue("another", another.publicKey()).pem();
        SealTrust trust = AUTHORITY.trust();

        for (int i = 0; i < 2; i++) {
            assertThat(trust.require(own, SampleSeals.NOW).name()).isEqualTo(SampleSeals.SIGNER);
            assertFlaw(Flaw.CERTIFICATE_FOREIGN, trust, foreign, SampleSeals.NOW);
            assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, trust, own, SampleSeals.NOT_AFTER.plusMillis(1));
            assertThat(trust.require(others, SampleSeals.NOW).name()).isEqualTo("another");
        }
    }

    @Test
    void refusesACertificateOutsideItsTime() throws FlawException {
        String pem = AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey()).pem();
        SealTrust trust = AUTHORITY.trust();

        trust.require(pem, SampleSeals.NOT_BEFORE);
        trust.require(pem, SampleSeals.NOT_AFTER);
        assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, trust, pem, SampleSeals.NOT_BEFORE.minusMillis(1));
        assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, trust, pem, SampleSeals.NOT_AFTER.plusMillis(1));
        String longer = AUTHORITY
                .form(SampleSeals.SIGNER, KEY.publicKey())
                .valid(SampleSeals.NOT_BEFORE, Duration.ofDays(5000))
                .signedBy(AUTHORITY.key())
                .pem();
        assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, trust, longer, SampleSeals.NOT_AFTER.plusMillis(1));
    }

    /** An authority renewed under its name and key vouches under either certificate, in whatever order they are listed. */
    @Test
    void believesAnAuthorityThatWasRenewed() throws FlawException {
        Instant renewedAt = SampleSeals.NOT_AFTER.plusMillis(1);
        SealCertificate renewed = new SampleSeals.Form(
                        "CN=Sample Seal CA",
                        "CN=Sample Seal CA",
                        AUTHORITY.key().publicKey())
                .as(true, KeyUsage.keyCertSign)
                .valid(renewedAt, Duration.ofDays(5000))
                .signedBy(AUTHORITY.key());
        String pem = AUTHORITY
                .form(SampleSeals.SIGNER, KEY.publicKey())
                .valid(SampleSeals.NOT_BEFORE, Duration.ofDays(5000))
                .signedBy(AUTHORITY.key())
                .pem();

        for (List<SealCertificate> anchors :
                List.of(List.of(AUTHORITY.certificate(), renewed), List.of(renewed, AUTHORITY.certificate()))) {
            SealTrust trust = new SealTrust(anchors);
            trust.require(pem, SampleSeals.NOT_BEFORE);
            trust.require(pem, renewedAt);
            trust.requireNotOver(pem, renewedAt);
            assertFlaw(Flaw.CERTIFICATE_NOT_VALID_THEN, trust, pem, SampleSeals.NOT_BEFORE.minusMillis(1));
        }
    }

    @Test
    void refusesCertificatesThatAreNotForSealing() {
        SealTrust trust = AUTHORITY.trust();
        SampleSeals.Form forSealing = AUTHORITY.form(SampleSeals.SIGNER, KEY.publicKey());

        assertFlaw(Flaw.CERTIFICATE_MALFORMED, trust, AUTHORITY.certificate().pem(), SampleSeals.NOW);
        assertFlaw(
                Flaw.CERTIFICATE_MALFORMED,
                trust,
                forSealing
                        .as(false, KeyUsage.keyEncipherment)
                        .signedBy(AUTHORITY.key())
                        .pem(),
                SampleSeals.NOW);
        assertFlaw(
                Flaw.CERTIFICATE_MALFORMED,
                trust,
                AUTHORITY.issue("name with spaces", KEY.publicKey()).pem(),
                SampleSeals.NOW);
        assertFlaw(
                Flaw.CERTIFICATE_MALFORMED,
                trust,
                forSealing
                        .as(false, KeyUsage.digitalSignature)
                        .with(SealTrustTest::unknownCriticalExtension)
                        .signedBy(AUTHORITY.key())
                        .pem(),
                SampleSeals.NOW);
    }

    private static void unknownCriticalExtension(X509v3CertificateBuilder builder) {
        try {
            builder.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
        } catch (CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void refusesAnExtensionThatIsNotWhatItClaims() {
        assertThatThrownBy(() -> AUTHORITY
                        .form(SampleSeals.SIGNER, KEY.publicKey())
                        .with(builder -> {
                            try {
                                builder.replaceExtension(Extension.keyUsage, true, DERNull.INSTANCE);
                            } catch (IOException impossible) {
                                throw new IllegalStateException(impossible);
                            }
                        })
                        .signedBy(AUTHORITY.key()))
                .hasCauseInstanceOf(FlawException.class);
    }

    @Test
    void refusesACertificateIssuedByOneThatMayNotIssue() {
        SealCertificate leaf = AUTHORITY.issue("leaf.example", KEY.publicKey());
        String below = new SampleSeals.Authority("leaf.example", KEY, leaf)
                .issue(SampleSeals.SIGNER, KEY.publicKey())
                .pem();

        assertFlaw(Flaw.CERTIFICATE_FOREIGN, new SealTrust(List.of(leaf)), below, SampleSeals.NOW);
    }

    @Test
    void refusesEveryChangedByteOfACertificate() {
        byte[] pem = AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey()).pem().getBytes();

        for (int i = 0; i < pem.length; i++) {
            byte[] changed = pem.clone();
            changed[i] ^= (byte) (1 << i % 7);
            assertThatThrownBy(() -> AUTHORITY.trust().require(new String(changed), SampleSeals.NOW))
                    .as("byte %d", i)
                    .isInstanceOf(FlawException.class);
        }
    }

    @Test
    void refusesOtherLayoutsOfTheSameCertificate() {
        String pem = AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey()).pem();

        for (String other : List.of(
                pem + "\n", " " + pem, pem.replace("\n", "\r\n"), pem + pem, pem.substring(0, pem.length() - 1), "")) {
            assertThatThrownBy(() -> AUTHORITY.trust().require(other, SampleSeals.NOW))
                    .isInstanceOf(FlawException.class);
        }
    }

    @Test
    void refusesASignerWithTheKeyOfAnother() {
        SealCertificate certificate = AUTHORITY.issue(SampleSeals.SIGNER, KEY.publicKey());
        SealPrivateKey other = SealPrivateKey.generate(Suite.SM, new SecureRandom());

        assertThat(PrivateKeySigner.of(certificate, KEY).name()).isEqualTo(SampleSeals.SIGNER);
        assertThatThrownBy(() -> PrivateKeySigner.of(certificate, other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealTrust(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealTrust.ofPem("nothing")).isInstanceOf(FlawException.class);
    }

    @Test
    void hasAChineseAndAnEnglishSentenceForEveryFlaw() {
        for (Flaw flaw : Flaw.values()) {
            assertThat(flaw.zh()).matches(".*[\\u4e00-\\u9fff].*。");
            assertThat(flaw.en()).matches("[A-Z][ -~]*\\.");
        }
    }
}
