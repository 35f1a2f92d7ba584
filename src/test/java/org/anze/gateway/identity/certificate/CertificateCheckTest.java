package org.anze.gateway.identity.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.anze.gateway.SettableClock;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.SampleRevocationServer;
import org.anze.gateway.identity.revocation.Revocation;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.identity.revocation.RevocationSetting.Mode;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final RevocationSetting OFF = new RevocationSetting(Mode.OFF, Duration.ZERO, List.of(), null);

    private final SettableClock clock = new SettableClock(NOW);
    private final SampleAuthority root = SampleAuthority.root("Root", Kind.EC, NOW);
    private final AtomicReference<List<TrustedAuthority>> trust =
            new AtomicReference<>(List.of(new TrustedAuthority(root.certificate(), OFF)));
    private final CertificateCheck check =
            new CertificateCheck(trust::get, new Revocation(null, Duration.ofSeconds(1), clock), clock);

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EC", "SM2", "RSA"})
    void passesEveryAlgorithmThroughAnIntermediateAuthority(Kind kind) {
        SampleAuthority top = SampleAuthority.root("Top", kind, NOW);
        SampleAuthority middle = top.below("Middle", NOW);
        trust.set(List.of(new TrustedAuthority(top.certificate(), OFF)));
        X509Certificate own = middle.issue(client()).certificate();

        assertThatCode(() -> check.mustPass(List.of(own, middle.certificate()), CertificateUse.TLS_CLIENT))
                .doesNotThrowAnyException();
        trust.set(List.of(new TrustedAuthority(top.certificate(), OFF)));
        refused(() -> check.mustPass(List.of(own), CertificateUse.TLS_CLIENT), CertificateProblem.CHAIN_UNSOUND);
    }

    @Test
    void takesTheObjectsOfTheJdkToo() throws Exception {
        X509Certificate own = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        root.issue(client()).certificate().getEncoded()));

        check.mustPass(List.of(own), CertificateUse.TLS_CLIENT);
    }

    @Test
    void refusesOneOfAnAuthorityOfTheSameName() {
        X509Certificate forged =
                SampleAuthority.root("Root", Kind.EC, NOW).issue(client()).certificate();

        refused(forged, CertificateUse.TLS_CLIENT, CertificateProblem.CHAIN_UNSOUND);
    }

    @Test
    void refusesOneThatAPartyIssued() {
        SampleAuthority.Issued party = root.issue(client());
        X509Certificate below = root.issue(client()).certificate();
        SampleAuthority pretender = root.below("Middle", NOW);

        // The party's own certificate put where an authority's would be.
        refused(
                () -> check.mustPass(
                        List.of(pretender.issue(client()).certificate(), party.certificate(), below),
                        CertificateUse.TLS_CLIENT),
                CertificateProblem.CHAIN_UNSOUND);
    }

    @Test
    void refusesOutsideItsTime() {
        X509Certificate later = root.issue(client().valid(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(9))))
                .certificate();
        X509Certificate over = root.issue(client().valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(60)))
                .certificate();

        refused(later, CertificateUse.TLS_CLIENT, CertificateProblem.NOT_YET_VALID);
        refused(over, CertificateUse.TLS_CLIENT, CertificateProblem.EXPIRED);
    }

    @Test
    void refusesAnExpiredOneThatPassedAMomentAgo() {
        X509Certificate own = root.issue(client().valid(NOW.minusSeconds(60), NOW.plusSeconds(20)))
                .certificate();
        check.mustPass(List.of(own), CertificateUse.TLS_CLIENT);

        clock.pass(Duration.ofSeconds(30));
        refused(own, CertificateUse.TLS_CLIENT, CertificateProblem.EXPIRED);
    }

    @Test
    void judgesAnewWhatPassedWhileItsClockWasADayAhead() {
        X509Certificate tomorrow = root.issue(
                        client().valid(NOW.plus(Duration.ofHours(12)), NOW.plus(Duration.ofDays(9))))
                .certificate();
        clock.pass(Duration.ofDays(1));
        check.mustPass(List.of(tomorrow), CertificateUse.TLS_CLIENT);

        clock.pass(Duration.ofDays(-1));

        refused(tomorrow, CertificateUse.TLS_CLIENT, CertificateProblem.NOT_YET_VALID);
    }

    @Test
    void refusesOtherUsages() {
        X509Certificate encrypts =
                root.issue(client().usage(KeyUsage.keyEncipherment, null)).certificate();
        X509Certificate silent = root.issue(client().usage(0, null)).certificate();
        X509Certificate server = root.issue(client().usage(KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth))
                .certificate();
        X509Certificate repudiates =
                root.issue(client().usage(KeyUsage.nonRepudiation, null)).certificate();
        X509Certificate authority = root.below("Middle", NOW).certificate();

        refused(encrypts, CertificateUse.TLS_CLIENT, CertificateProblem.WRONG_USAGE);
        refused(encrypts, CertificateUse.SIGNATURE, CertificateProblem.WRONG_USAGE);
        refused(silent, CertificateUse.TLS_CLIENT, CertificateProblem.WRONG_USAGE);
        refused(server, CertificateUse.TLS_CLIENT, CertificateProblem.WRONG_USAGE);
        refused(repudiates, CertificateUse.TLS_CLIENT, CertificateProblem.WRONG_USAGE);
        refused(authority, CertificateUse.SIGNATURE, CertificateProblem.WRONG_USAGE);
        check.mustPass(List.of(repudiates), CertificateUse.SIGNATURE);
    }

    @Test
    void refusesWeakKeysAndSignatures() {
        refused(
                root.issue(client(), Kind.SHORT_RSA).certificate(),
                CertificateUse.SIGNATURE,
                CertificateProblem.TOO_WEAK);
        SampleAuthority old = SampleAuthority.root("Old", Kind.SHA1_RSA, NOW);
        trust.set(List.of(new TrustedAuthority(old.certificate(), OFF)));
        refused(old.issue(client()).certificate(), CertificateUse.SIGNATURE, CertificateProblem.TOO_WEAK);
    }

    @Test
    void followsTheSettingOfTheAuthorityWhileTheResponderIsDown() {
        try (SampleRevocationServer server = new SampleRevocationServer(root, clock)) {
            X509Certificate own =
                    root.issue(client().asking(server.responder(), null)).certificate();
            server.mood(SampleRevocationServer.Mood.NOT_FOUND);
            setting(Mode.REQUIRE, null);
            assertThatThrownBy(() -> check.mustPass(List.of(own), CertificateUse.TLS_CLIENT))
                    .isInstanceOf(TryAgainLater.class)
                    .hasMessageContaining(CertificateProblem.REVOCATION_NOT_LEARNT.code());
            setting(Mode.ALLOW_WHEN_UNREACHABLE, null);
            check.mustPass(List.of(own), CertificateUse.TLS_CLIENT);
        }
    }

    @Test
    void seesARevocationWithinAMinuteWhenTheAnswerHasRunOut() {
        try (SampleRevocationServer server = new SampleRevocationServer(root, clock)) {
            setting(Mode.REQUIRE, URI.create(server.responder()));
            X509Certificate own = root.issue(client()).certificate();
            check.mustPass(List.of(own), CertificateUse.TLS_CLIENT);
            server.mood(SampleRevocationServer.Mood.REVOKED);

            clock.pass(Duration.ofMinutes(61));
            refused(own, CertificateUse.TLS_CLIENT, CertificateProblem.REVOKED);
        }
    }

    @Test
    void refusesWhatARevokedIntermediateIssued() {
        SampleAuthority middle = root.below("Middle", NOW);
        try (SampleRevocationServer server = new SampleRevocationServer(root, clock)) {
            server.list(root.list(NOW, NOW.plus(Duration.ofDays(1)), List.of(middle.certificate())));
            trust.set(List.of(new TrustedAuthority(
                    root.certificate(),
                    new RevocationSetting(
                            Mode.ALLOW_WHEN_UNREACHABLE,
                            Duration.ofHours(1),
                            List.of(URI.create(server.listAddress())),
                            null))));
            X509Certificate own = middle.issue(client()).certificate();

            refused(
                    () -> check.mustPass(List.of(own, middle.certificate()), CertificateUse.TLS_CLIENT),
                    CertificateProblem.REVOKED);
        }
    }

    @Test
    void readsTheSubjectOnlyWhenNothingStandsTwice() {
        assertThat(Subject.of(root.issue(client()).certificate()))
                .hasValue(new Subject("insurer-wu", "91140100MAWU000015"));
        assertThat(Subject.of(root.issue(named("CN=a,CN=b,2.5.4.97=c")).certificate()))
                .isEmpty();
        assertThat(Subject.of(root.issue(named("CN=a,2.5.4.97=b,2.5.4.97=c")).certificate()))
                .isEmpty();
        assertThat(Subject.of(root.issue(named("CN=a")).certificate())).isEmpty();
        assertThat(Subject.of(root.issue(named("CN=a,2.5.4.5=b")).certificate()))
                .hasValue(new Subject("a", "b"));
        assertThat(Subject.of(root.issue(named("CN=a,2.5.4.97=b,2.5.4.5=c")).certificate()))
                .hasValue(new Subject("a", "b"));
    }

    private void setting(Mode mode, URI responder) {
        trust.set(List.of(new TrustedAuthority(
                root.certificate(), new RevocationSetting(mode, Duration.ofHours(1), List.of(), responder))));
    }

    private static Wish client() {
        return Wish.client("insurer-wu", "91140100MAWU000015", NOW);
    }

    private static Wish named(String name) {
        Wish wish = client();
        return new Wish(
                new org.bouncycastle.asn1.x500.X500Name(name),
                wish.from(),
                wish.until(),
                wish.usage(),
                wish.purpose(),
                false,
                null,
                null);
    }

    private void refused(X509Certificate certificate, CertificateUse use, CertificateProblem problem) {
        refused(() -> check.mustPass(List.of(certificate), use), problem);
    }

    private static void refused(ThrowingCallable call, CertificateProblem problem) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayProblem.class, refusal -> assertThat(
                        refusal.finding().code())
                .isEqualTo(problem.code()));
    }
}
