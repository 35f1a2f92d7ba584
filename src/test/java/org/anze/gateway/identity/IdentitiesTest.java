package org.anze.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.anze.gateway.SettableClock;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.certificate.CertificateProblem;
import org.anze.gateway.identity.certificate.Fingerprint;
import org.anze.gateway.identity.certificate.TrustedAuthority;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String USCC = "91140100MAWU000015";

    @TempDir
    Path credentials;

    private final SettableClock clock = new SettableClock(NOW);
    private final SampleAuthority root = SampleAuthority.root("Root", Kind.EC, NOW);
    private final SampleAuthority sm2 = SampleAuthority.root("SM2 Root", Kind.SM2, NOW);
    private final AtomicReference<Parties> parties = new AtomicReference<>();
    private final AtomicReference<Set<String>> secrets = new AtomicReference<>(Set.of("secret-1"));
    private final List<AuditEvent> audited = new ArrayList<>();

    private Identities identities() {
        return SampleIdentities.of(parties::get)
                .trusting(() -> List.of(
                        new TrustedAuthority(root.certificate(), RevocationSetting.USUAL),
                        new TrustedAuthority(sm2.certificate(), RevocationSetting.USUAL)))
                .knowing(new SecretCheck() {
                    @Override
                    public Optional<String> verify(String party, char[] given, Duration patience) {
                        return Optional.of(new String(given))
                                .filter(secrets.get()::contains)
                                .map(one -> "mark of " + one.hashCode());
                    }

                    @Override
                    public boolean stands(String party, String mark) {
                        if (party.equals("insurer-broken")) {
                            throw new UncheckedIOException(new IOException("unreadable"));
                        }
                        return secrets.get().stream().anyMatch(one -> mark.equals("mark of " + one.hashCode()));
                    }
                })
                .withKeysIn(credentials)
                .auditing(audited::add)
                .at(clock)
                .build();
    }

    @Test
    void givesTheSamePartyForEveryCredential() throws Exception {
        parties.set(Parties.of(List.of(wu(List.of()))));
        Identities identities = identities();
        X509Certificate tls = root.issue(client("insurer-wu")).certificate();
        X509Certificate signing = sm2.issue(client("insurer-wu")).certificate();
        KeyPair ssh = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path folder = Files.createDirectories(credentials.resolve("insurer-wu"));
        Files.writeString(folder.resolve("authorized_keys"), PublicKeyEntry.toString(rsa.getPublic()) + "\n");

        assertThat(List.of(
                        identities
                                .byCertificate(List.of(tls), Credential.TLS_CERTIFICATE)
                                .orElseThrow(),
                        identities
                                .byCertificate(List.of(signing), Credential.CMS_SIGNATURE)
                                .orElseThrow(),
                        identities
                                .byCertificate(List.of(tls), Credential.WS_SECURITY)
                                .orElseThrow(),
                        identities
                                .byBasic("insurer-wu", "secret-1".toCharArray())
                                .orElseThrow(),
                        identities
                                .byBrokerUser("insurer-wu", "secret-1".toCharArray())
                                .orElseThrow(),
                        identities.bySshKey("insurer-wu", rsa.getPublic()).orElseThrow()))
                .allSatisfy(identity -> {
                    assertThat(identity.party())
                            .isSameAs(parties.get().find("insurer-wu").orElseThrow());
                    assertThat(identity.scopes()).containsExactlyInAnyOrder(Scope.values());
                });
        assertThat(identities.bySshKey("insurer-wu", ssh.getPublic())).isEmpty();
    }

    @Test
    void givesNobodyOnceThePartyIsGone() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        Identities identities = identities();
        X509Certificate tls = root.issue(client("insurer-wu")).certificate();
        assertThat(identities.byCertificate(List.of(tls), Credential.TLS_CERTIFICATE))
                .isPresent();
        String mark = identities
                .byBrokerUser("insurer-wu", "secret-1".toCharArray())
                .orElseThrow()
                .evidence();
        assertThat(identities.stands("insurer-wu", mark)).isTrue();

        parties.set(Parties.of(List.of()));
        assertThat(identities.byCertificate(List.of(tls), Credential.TLS_CERTIFICATE))
                .isEmpty();
        assertThat(identities.byBasic("insurer-wu", "secret-1".toCharArray())).isEmpty();
        assertThat(identities.byBrokerUser("insurer-wu", "secret-1".toCharArray()))
                .isEmpty();
        assertThat(identities.stands("insurer-wu", mark)).isFalse();
    }

    @Test
    void needsBothIdAndCreditCode() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        Identities identities = identities();

        for (Wish wish : List.of(
                client("insurer-wuu"),
                Wish.client("insurer-wu", "91140100MAWU000016", NOW),
                Wish.client("insurer-wu", null, NOW))) {
            assertThat(identities.byCertificate(List.of(root.issue(wish).certificate()), Credential.TLS_CERTIFICATE))
                    .isEmpty();
        }
    }

    @Test
    void takesOldAndNewCertificateWhileBothAreRegistered() {
        X509Certificate old = root.issue(client("insurer-wu")).certificate();
        X509Certificate successor = sm2.issue(client("戊财产保险")).certificate();
        X509Certificate third = root.issue(client("insurer-wu")).certificate();
        LocalDate today = LocalDate.of(2026, 11, 22);
        parties.set(Parties.of(List.of(wu(List.of(
                new CertificatePin(Fingerprint.sha256(old).toUpperCase(), null, today.plusDays(10)),
                new CertificatePin(Fingerprint.sm3(successor), today, null))))));
        Identities identities = identities();

        assertThat(identities.byCertificate(List.of(old), Credential.WS_SECURITY))
                .isPresent();
        assertThat(identities.byCertificate(List.of(successor), Credential.WS_SECURITY))
                .isPresent();
        assertThatThrownBy(() -> identities.byCertificate(List.of(third), Credential.WS_SECURITY))
                .hasMessageContaining(CertificateProblem.NOT_PINNED.code());

        clock.pass(Duration.ofDays(11));
        assertThatThrownBy(() -> identities.byCertificate(List.of(old), Credential.WS_SECURITY))
                .hasMessageContaining(CertificateProblem.NOT_PINNED.code());
        assertThat(identities.byCertificate(List.of(successor), Credential.WS_SECURITY))
                .isPresent();
    }

    @Test
    void doesNotTakeARegisteredCertificateWithAnotherCreditCode() {
        X509Certificate other =
                root.issue(Wish.client("insurer-wu", "91140100MAWU000016", NOW)).certificate();
        parties.set(Parties.of(List.of(wu(List.of(new CertificatePin(Fingerprint.sha256(other), null, null))))));

        assertThat(identities().byCertificate(List.of(other), Credential.WS_SECURITY))
                .isEmpty();
    }

    @Test
    void tellsOfEachCredentialOnceInOneForm() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        Identities identities = identities();
        X509Certificate tls = root.issue(client("insurer-wu")).certificate();

        for (int i = 0; i < 3; i++) {
            identities.byCertificate(List.of(tls), Credential.TLS_CERTIFICATE);
            identities.byBasic("insurer-wu", "wrong".toCharArray());
            identities.byBasic("insurer-wu\n2026 FAKE LINE", "wrong".toCharArray());
        }

        assertThat(audited)
                .extracting(AuditEvent::kind)
                .containsExactly(AuditKind.SIGN_IN, AuditKind.SIGN_IN_REFUSED, AuditKind.SIGN_IN_REFUSED);
        assertThat(audited.get(0).subject()).isEqualTo("TLS_CERTIFICATE " + Fingerprint.sha256(tls));
        assertThat(audited.get(0).actor().party()).isEqualTo("insurer-wu");
        assertThat(audited.get(1).outcome()).isEqualTo("refused: unknown");
        assertThat(audited.get(2).actor().party()).isNull();
        clock.pass(Duration.ofMinutes(2));
        identities.byBasic("insurer-wu", "wrong".toCharArray());
        assertThat(audited).hasSize(4);
        assertThat(audited.toString()).doesNotContain("wrong", "secret-1", "FAKE");
    }

    @Test
    void letsPartiesInWhileTheAuditLogCannotBeWritten() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        Identities identities = SampleIdentities.of(parties::get)
                .trusting(() -> List.of(new TrustedAuthority(root.certificate(), RevocationSetting.USUAL)))
                .auditing(event -> {
                    throw new IllegalStateException("no database");
                })
                .at(clock)
                .build();

        assertThat(identities.byCertificate(
                        List.of(root.issue(client("insurer-wu")).certificate()), Credential.TLS_CERTIFICATE))
                .isPresent();
    }

    @Test
    void endsWhatABrokerUserOpenedWhenItsSecretChanges() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        BrokerUsers users = new BrokerUsers(identities());

        assertThat(users.stands("insurer-wu")).isFalse();
        assertThat(users.authenticate("insurer-wu", "secret-1".toCharArray())).isTrue();
        assertThat(users.stands("insurer-wu")).isTrue();
        secrets.set(Set.of("secret-2"));
        assertThat(users.stands("insurer-wu")).isFalse();
        assertThat(users.authenticate("insurer-wu", "secret-1".toCharArray())).isFalse();
        // Somebody with the new secret does not lend its standing to connections of the old one.
        assertThat(users.authenticate("insurer-wu", "secret-2".toCharArray())).isTrue();
        assertThat(users.stands("insurer-wu")).isFalse();
        assertThat(users.standsOrIsForgotten("insurer-wu")).isFalse();
        assertThat(users.authenticate("insurer-wu", "secret-2".toCharArray())).isTrue();
        assertThat(users.stands("insurer-wu")).isTrue();
        parties.set(Parties.of(List.of()));
        assertThat(users.stands("insurer-wu")).isFalse();
    }

    @Test
    void keepsWhatABrokerUserOpenedWhileItsSecretsOverlap() {
        parties.set(Parties.of(List.of(wu(List.of()))));
        BrokerUsers users = new BrokerUsers(identities());
        assertThat(users.authenticate("insurer-wu", "secret-1".toCharArray())).isTrue();

        secrets.set(Set.of("secret-1", "secret-2"));
        assertThat(users.standsOrIsForgotten("insurer-wu")).isTrue();
        assertThat(users.authenticate("insurer-wu", "secret-2".toCharArray())).isTrue();
        assertThat(users.standsOrIsForgotten("insurer-wu")).isTrue();

        secrets.set(Set.of("secret-2"));
        assertThat(users.standsOrIsForgotten("insurer-wu")).isFalse();
        assertThat(users.authenticate("insurer-wu", "secret-2".toCharArray())).isTrue();
        assertThat(users.standsOrIsForgotten("insurer-wu")).isTrue();
    }

    @Test
    void stopsOnlyTheBrokerUserWhoseFileIsBroken() {
        parties.set(Parties.of(List.of(wu(List.of()), named("insurer-broken"))));
        BrokerUsers users = new BrokerUsers(identities());
        assertThat(users.authenticate("insurer-broken", "secret-1".toCharArray()))
                .isTrue();
        assertThat(users.authenticate("insurer-wu", "secret-1".toCharArray())).isTrue();

        assertThat(users.standsOrIsForgotten("insurer-broken")).isFalse();
        assertThat(users.standsOrIsForgotten("insurer-wu")).isTrue();
    }

    private static Wish client(String name) {
        return Wish.client(name, USCC, NOW);
    }

    private static Party named(String id) {
        return new Party(
                id, PartyType.INS, new Party.Name("己", "Ji"), "91140100MAJI000019", List.of(), null, null, List.of());
    }

    private static Party wu(List<CertificatePin> pins) {
        return new Party(
                "insurer-wu",
                PartyType.INS,
                new Party.Name("戊", "Wu"),
                USCC,
                List.of(),
                new Party.Intake(null, List.of(), true, true, true, null, null, null),
                null,
                List.of(),
                pins,
                Party.Tokens.NONE);
    }
}
