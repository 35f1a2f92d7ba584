package org.anze.gateway.identity;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.identity.certificate.CertificateCheck;
import org.anze.gateway.identity.certificate.SeenCertificates;
import org.anze.gateway.identity.certificate.TrustedAuthority;
import org.anze.gateway.identity.revocation.Revocation;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.party.Parties;

/** Identities of tests, with what is not asked for left out. */
public final class SampleIdentities {

    private final Supplier<Parties> parties;
    private Supplier<List<TrustedAuthority>> trust = List::of;
    private SecretCheck secrets = noSecrets();
    private Path credentials = Path.of("target", "no-credentials");
    private Consumer<AuditEvent> audit = event -> {};
    private Clock clock = Clock.systemUTC();
    private String issuer = "https://gateway.example";
    private TokenKey key = TokenKey.fresh();

    private SampleIdentities(Supplier<Parties> parties) {
        this.parties = parties;
    }

    /** Of these parties, which have no credentials yet. */
    public static SampleIdentities of(Supplier<Parties> parties) {
        return new SampleIdentities(parties);
    }

    /** With certificates of these authorities. */
    public SampleIdentities trusting(Supplier<List<TrustedAuthority>> authorities) {
        trust = authorities;
        return this;
    }

    /** With secrets. */
    public SampleIdentities knowing(SecretCheck check) {
        secrets = check;
        return this;
    }

    /** With {@code <party>/authorized_keys} in this folder. */
    public SampleIdentities withKeysIn(Path folder) {
        credentials = folder;
        return this;
    }

    /** With a place for audit events. */
    public SampleIdentities auditing(Consumer<AuditEvent> events) {
        audit = events;
        return this;
    }

    /** At another time. */
    public SampleIdentities at(Clock time) {
        clock = time;
        return this;
    }

    /** With tokens of this issuer and key. */
    public SampleIdentities issuing(String address, TokenKey tokens) {
        issuer = address;
        key = tokens;
        return this;
    }

    /** The result. */
    public Identities build() {
        return new Identities(
                parties,
                new CertificateCheck(trust, new Revocation(null, Duration.ofSeconds(1), clock), clock),
                new SeenCertificates(),
                secrets,
                new SshKeys(credentials),
                new TokenCheck(issuer, key),
                new SignIns(audit, Runnable::run, new SimpleMeterRegistry(), clock),
                clock);
    }

    private static SecretCheck noSecrets() {
        return new SecretCheck() {
            @Override
            public Optional<String> verify(String party, char[] secret, Duration patience) {
                return Optional.empty();
            }

            @Override
            public boolean stands(String party, String mark) {
                return false;
            }
        };
    }
}
