package org.anze.gateway.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.SettableClock;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.SampleRevocationServer;
import org.anze.gateway.identity.SampleRevocationServer.Mood;
import org.anze.gateway.identity.revocation.Revocation.Verdict;
import org.anze.gateway.identity.revocation.RevocationSetting.Mode;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final RevocationSetting REQUIRED = setting(Mode.REQUIRE);
    private static final RevocationSetting ALLOWED = setting(Mode.ALLOW_WHEN_UNREACHABLE);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private final SampleAuthority authority = SampleAuthority.root("CA", Kind.EC, NOW);
    private final SampleRevocationServer server = new SampleRevocationServer(authority, clock);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesWhatTheResponderCallsGoodAndAsksOnceUntilItsNextUpdate() {
        X509Certificate certificate = byResponder();
        Revocation revocation = revocation();

        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
        clock.pass(Duration.ofMinutes(50));
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
        assertThat(server.requests()).isEqualTo(1);

        clock.pass(Duration.ofMinutes(15));
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void refusesWhatTheResponderCallsRevokedAndKeepsToItWhenTheResponderIsGone() {
        X509Certificate certificate = byResponder();
        Revocation revocation = revocation();
        server.mood(Mood.REVOKED);

        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);
        server.mood(Mood.NOT_FOUND);
        clock.pass(Duration.ofDays(2));
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);
    }

    @Test
    void refusesWhatTheResponderDoesNotKnowEvenWhereSilenceIsAllowed() {
        server.mood(Mood.UNKNOWN);

        assertThat(judge(revocation(), byResponder(), ALLOWED)).isEqualTo(Verdict.UNKNOWN_TO_AUTHORITY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"GOOD", "REVOKED", "UNKNOWN", "DELEGATE", "DELEGATE_WITHOUT_PURPOSE"},
            mode = EnumSource.Mode.EXCLUDE)
    void takesAnAnswerThatDoesNotCountForNone(Mood mood) {
        X509Certificate certificate = byResponder();
        server.mood(mood);

        boolean slow = mood == Mood.SILENT || mood == Mood.TRICKLE;
        Revocation revocation = new Revocation(null, Duration.ofMillis(slow ? 300 : 5000), clock);
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.TAKE);
        assertThat(revocation.takenOnGrace()).isEqualTo(1);
        assertThat(revocation.silentSources()).containsOnlyKeys(server.responder());
    }

    @Test
    void believesAResponderThatTheAuthorityDelegated() {
        server.delegate(authority.issue(
                Wish.client("responder", "x", NOW).usage(KeyUsage.digitalSignature, KeyPurposeId.id_kp_OCSPSigning)));
        server.mood(Mood.DELEGATE);

        assertThat(judge(revocation(), byResponder(), REQUIRED)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void doesNotBelieveAPartyOfTheSameAuthorityThatAnswersInItsPlace() {
        server.delegate(authority.issue(Wish.client("insurer-jia", "x", NOW)));
        server.mood(Mood.DELEGATE_WITHOUT_PURPOSE);

        assertThat(judge(revocation(), byResponder(), REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
    }

    @Test
    void leavesASilentResponderAloneForHalfAMinute() {
        X509Certificate certificate = byResponder();
        Revocation revocation = revocation();
        server.mood(Mood.NOT_FOUND);

        for (int i = 0; i < 5; i++) {
            judge(revocation, certificate, ALLOWED);
        }
        assertThat(server.requests()).isEqualTo(1);

        server.mood(Mood.GOOD);
        clock.pass(Duration.ofSeconds(31));
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
        assertThat(revocation.silentSources()).isEmpty();
    }

    @Test
    void endsTheGraceAfterTheStatedHoursAlsoAcrossARestart() {
        X509Certificate certificate = byResponder();
        server.mood(Mood.NOT_FOUND);

        assertThat(judge(revocation(), certificate, ALLOWED)).isEqualTo(Verdict.TAKE);
        clock.pass(Duration.ofHours(5));
        assertThat(judge(revocation(), certificate, ALLOWED)).isEqualTo(Verdict.TAKE);
        clock.pass(Duration.ofHours(1));
        assertThat(judge(revocation(), certificate, ALLOWED)).isEqualTo(Verdict.NOT_LEARNT);
    }

    @Test
    void asksAgainAfterAnOutageThatItSawWhileItsClockWasADayAhead() {
        X509Certificate certificate = byResponder();
        Revocation revocation = revocation();
        server.mood(Mood.NOT_FOUND);
        clock.pass(Duration.ofDays(1));
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);

        clock.pass(Duration.ofDays(-1));
        server.mood(Mood.GOOD);

        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void countsTheGraceOfOneThatWasGoodFromTheEndOfThatAnswer() {
        X509Certificate certificate = byResponder();
        Revocation revocation = revocation();
        judge(revocation, certificate, ALLOWED);
        server.mood(Mood.NOT_FOUND);
        judge(
                revocation,
                authority
                        .issue(Wish.client("b", "c", NOW).asking(server.responder(), null))
                        .certificate(),
                ALLOWED);

        clock.pass(Duration.ofHours(6).plusMinutes(30));
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.TAKE);
        clock.pass(Duration.ofHours(1));
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.NOT_LEARNT);
    }

    @Test
    void turnsToTheListWhenTheResponderIsSilent() {
        X509Certificate certificate = authority
                .issue(Wish.client("a", "b", NOW).asking(server.responder(), server.listAddress()))
                .certificate();
        server.mood(Mood.NOT_FOUND);
        server.list(authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of()));

        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void refusesWhatStandsInTheListAlsoAfterItsTimeAndARestart() {
        X509Certificate certificate = byList();
        server.list(authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of(certificate)));
        assertThat(judge(revocation(), certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);

        server.list(null);
        clock.pass(Duration.ofDays(2));
        assertThat(judge(revocation(), certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);
    }

    @Test
    void doesNotFallBackToAnOlderListThatAnAttackerReplays() {
        X509Certificate certificate = byList();
        byte[] before = authority.list(NOW, NOW.plus(Duration.ofDays(9)), List.of());
        server.list(authority.list(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(9)), List.of(certificate)));
        Revocation revocation = revocation();
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);

        server.list(before);
        clock.pass(Duration.ofDays(2));
        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.REVOKED);
    }

    @Test
    void takesAListThatDoesNotCountForNone() {
        SampleAuthority stranger = SampleAuthority.root("CA", Kind.EC, NOW);
        X509Certificate certificate = byList();

        server.list(stranger.list(NOW, NOW.plus(Duration.ofDays(1)), List.of()));
        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
        server.list(authority.list(NOW.minus(Duration.ofDays(3)), NOW.minus(Duration.ofDays(1)), List.of()));
        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
        server.list("no list".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
    }

    @Test
    void readsAListThatTheOperatorPutIntoAFileAndFollowsIt() throws Exception {
        X509Certificate certificate =
                authority.issue(Wish.client("a", "b", NOW)).certificate();
        Path file = folder.resolve("ca.crl");
        RevocationSetting local = new RevocationSetting(Mode.REQUIRE, Duration.ZERO, List.of(file.toUri()), null);
        Revocation revocation = revocation();

        Files.write(file, authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of()));
        assertThat(judge(revocation, certificate, local)).isEqualTo(Verdict.TAKE);
        Files.write(file, authority.list(NOW.plusSeconds(1), NOW.plus(Duration.ofDays(1)), List.of(certificate)));
        clock.pass(Duration.ofSeconds(31));
        assertThat(judge(revocation, certificate, local)).isEqualTo(Verdict.REVOKED);
    }

    @Test
    void readsNoFileThatACertificateNames() throws Exception {
        Path file = folder.resolve("ca.crl");
        Files.write(file, authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of()));
        X509Certificate certificate = authority
                .issue(Wish.client("a", "b", NOW).asking(null, file.toUri().toString()))
                .certificate();

        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
    }

    @Test
    void countsCertificatesWithoutASourceAndRefusesThemWhereAnAnswerIsRequired() {
        X509Certificate certificate =
                authority.issue(Wish.client("a", "b", NOW)).certificate();
        Revocation revocation = revocation();

        assertThat(judge(revocation, certificate, ALLOWED)).isEqualTo(Verdict.TAKE);
        assertThat(revocation.takenWithoutSource()).isEqualTo(1);
        assertThat(judge(revocation, certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
        assertThat(judge(revocation, certificate, setting(Mode.OFF))).isEqualTo(Verdict.TAKE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EC", "SM2", "RSA"})
    void knowsListsAndRespondersOfEveryAlgorithm(Kind kind) {
        SampleAuthority other = SampleAuthority.root("Other", kind, NOW);
        try (SampleRevocationServer theirs = new SampleRevocationServer(other, clock)) {
            X509Certificate asked = other.issue(Wish.client("a", "b", NOW).asking(theirs.responder(), null))
                    .certificate();
            X509Certificate listed = other.issue(Wish.client("a", "b", NOW).asking(null, theirs.listAddress()))
                    .certificate();
            theirs.list(other.list(NOW, NOW.plus(Duration.ofDays(1)), List.of(listed)));

            assertThat(revocation().judge(asked, other.certificate(), List.of(), REQUIRED))
                    .isEqualTo(Verdict.TAKE);
            theirs.mood(Mood.REVOKED);
            assertThat(revocation().judge(asked, other.certificate(), List.of(), REQUIRED))
                    .isEqualTo(Verdict.REVOKED);
            assertThat(revocation().judge(listed, other.certificate(), List.of(), REQUIRED))
                    .isEqualTo(Verdict.REVOKED);
        }
    }

    @Test
    void believesNoListOfOtherCertificatesOfTheAuthority() {
        X509Certificate certificate = byList();
        byte[] own = shard(server.listAddress(), false);
        byte[] other = shard("http://127.0.0.1:1/crl18.crl", false);

        server.list(other);
        assertThat(judge(revocation(), certificate, REQUIRED)).isEqualTo(Verdict.NOT_LEARNT);
        server.list(shard("http://127.0.0.1:1/crl18.crl", true));
        assertThat(judge(new Revocation(null, Duration.ofSeconds(5), clock), certificate, REQUIRED))
                .isEqualTo(Verdict.NOT_LEARNT);
        server.list(own);
        assertThat(judge(new Revocation(null, Duration.ofSeconds(5), clock), certificate, REQUIRED))
                .isEqualTo(Verdict.TAKE);
    }

    @Test
    void asksTheCertificatesOwnListWhenTheOperatorNamedThatOfOthers() throws Exception {
        X509Certificate certificate = byList();
        Path file = folder.resolve("crl18.crl");
        Files.write(file, shard("http://127.0.0.1:1/crl18.crl", false));
        RevocationSetting local = new RevocationSetting(Mode.REQUIRE, Duration.ZERO, List.of(file.toUri()), null);
        server.list(authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of(certificate)));

        assertThat(judge(revocation(), certificate, local)).isEqualTo(Verdict.REVOKED);
    }

    @Test
    void believesNoListOfUsersAboutAnAuthority() {
        Wish wish = Wish.intermediate("Below", NOW).asking(null, server.listAddress());
        server.list(users());

        assertThat(judge(revocation(), authority.issue(wish).certificate(), REQUIRED))
                .isEqualTo(Verdict.NOT_LEARNT);
        assertThat(judge(new Revocation(null, Duration.ofSeconds(5), clock), byList(), REQUIRED))
                .isEqualTo(Verdict.TAKE);
    }

    @Test
    void keepsApartAuthoritiesOfOneName() {
        SampleAuthority renewed = SampleAuthority.root("CA", Kind.EC, NOW);
        server.list(authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of()));
        Revocation revocation = revocation();
        assertThat(judge(revocation, byList(), REQUIRED)).isEqualTo(Verdict.TAKE);

        X509Certificate theirs = renewed.issue(Wish.client("a", "b", NOW).asking(null, server.listAddress()))
                .certificate();
        assertThat(revocation.judge(theirs, renewed.certificate(), List.of(), REQUIRED))
                .isEqualTo(Verdict.NOT_LEARNT);
    }

    private byte[] shard(String address, boolean hidden) {
        DistributionPointName name = new DistributionPointName(
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address)));
        return list(!hidden, new IssuingDistributionPoint(name, false, false, null, false, false));
    }

    private byte[] users() {
        return list(true, new IssuingDistributionPoint(null, true, false, null, false, false));
    }

    private byte[] list(boolean critical, IssuingDistributionPoint point) {
        return authority.list(NOW, NOW.plus(Duration.ofDays(1)), List.of(), builder -> {
            builder.addExtension(Extension.issuingDistributionPoint, critical, point);
        });
    }

    private Revocation revocation() {
        return new Revocation(folder.resolve("kept"), Duration.ofSeconds(5), clock);
    }

    private Verdict judge(Revocation revocation, X509Certificate certificate, RevocationSetting setting) {
        return revocation.judge(certificate, authority.certificate(), List.of(authority.certificate()), setting);
    }

    private X509Certificate byResponder() {
        return authority
                .issue(Wish.client("insurer-wu", "91140100MAWU000015", NOW).asking(server.responder(), null))
                .certificate();
    }

    private X509Certificate byList() {
        return authority
                .issue(Wish.client("insurer-wu", "91140100MAWU000015", NOW).asking(null, server.listAddress()))
                .certificate();
    }

    private static RevocationSetting setting(Mode mode) {
        return new RevocationSetting(mode, Duration.ofHours(6), List.of(), null);
    }
}
