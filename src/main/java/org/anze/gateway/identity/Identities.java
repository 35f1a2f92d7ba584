package org.anze.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.identity.certificate.CertificateCheck;
import org.anze.gateway.identity.certificate.CertificateProblem;
import org.anze.gateway.identity.certificate.CertificateUse;
import org.anze.gateway.identity.certificate.Fingerprint;
import org.anze.gateway.identity.certificate.SeenCertificates;
import org.anze.gateway.identity.certificate.Subject;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.identity.token.VerifiedToken;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;

/**
 * Turns credentials into parties. An empty answer means that the credential is nobody's; an exception says what is wrong with
 * one that could be somebody's. Safe for many threads.
 */
public final class Identities {

    private static final String UNKNOWN = "unknown";
    /** A client of the broker takes a refusal for its last word. */
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(2);

    /** By the object, which a connection gives with every request: each certificate is read once for a connection. */
    private final Cache<X509Certificate, Facts> read =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    private final Supplier<Parties> parties;
    private final CertificateCheck certificates;
    private final SeenCertificates seen;
    private final SecretCheck secrets;
    private final SshKeys keys;
    private final TokenCheck tokens;
    private final SignIns signIns;
    private final Clock clock;

    private record Facts(String sha256, Optional<Subject> subject) {
        static Facts of(X509Certificate certificate) {
            return new Facts(Fingerprint.sha256(certificate), Subject.of(certificate));
        }
    }

    /** Puts the kinds of credentials together. */
    public Identities(
            Supplier<Parties> parties,
            CertificateCheck certificates,
            SeenCertificates seen,
            SecretCheck secrets,
            SshKeys keys,
            TokenCheck tokens,
            SignIns signIns,
            Clock clock) {
        this.parties = parties;
        this.certificates = certificates;
        this.seen = seen;
        this.secrets = secrets;
        this.keys = keys;
        this.tokens = tokens;
        this.signIns = signIns;
        this.clock = clock;
    }

    /** The authorities whose certificates are taken. */
    public List<X509Certificate> authorities() {
        return certificates.authorities();
    }

    /**
     * The party this certificate belongs to. A registered one (a pin of a party's file) needs the party's credit code in its
     * subject; any other needs the party's id as CN besides, and that the party has no pins.
     *
     * @param presented the certificate first, intermediate ones behind it; possession of its key was proved by the caller's
     *     protocol
     * @param credential {@code TLS_CERTIFICATE}, or one of the signatures
     * @throws GatewayProblem when it is unsound, revoked, not registered, or cannot be judged now
     */
    public Optional<Identity> byCertificate(List<X509Certificate> presented, Credential credential) {
        X509Certificate own = presented.get(0);
        Facts facts = read.get(own, Facts::of);
        String evidence = facts.sha256;
        Optional<Subject> subject = facts.subject;
        String claimed = subject.map(Subject::commonName).orElse(null);
        Optional<Identity> identity = told(credential, claimed, evidence, () -> {
            certificates.mustPass(
                    presented,
                    credential == Credential.TLS_CERTIFICATE ? CertificateUse.TLS_CLIENT : CertificateUse.SIGNATURE);
            return subject.flatMap(named -> owner(own, evidence, named))
                    .map(party -> new Identity(party, credential, evidence));
        });
        identity.ifPresent(known -> seen.saw(known.party().id(), own));
        return identity;
    }

    private Optional<Party> owner(X509Certificate certificate, String sha256, Subject subject) {
        Instant now = clock.instant();
        String sm3 = null;
        List<Party> candidates = new ArrayList<>();
        parties.get().find(subject.commonName()).ifPresent(candidates::add);
        parties.get().all().stream()
                .filter(party -> !party.certificates().isEmpty() && !party.id().equals(subject.commonName()))
                .forEach(candidates::add);
        boolean named = false;
        for (Party party : candidates) {
            if (!party.uscc().equals(subject.creditCode())) {
                continue;
            }
            boolean byName = party.id().equals(subject.commonName());
            if (party.certificates().isEmpty()) {
                return Optional.of(party);
            }
            named |= byName;
            for (CertificatePin pin : party.certificates()) {
                if (sm3 == null && pin.fingerprint().startsWith("sm3:")) {
                    sm3 = Fingerprint.sm3(certificate);
                }
                if (pin.fingerprint().equals(sha256) || pin.fingerprint().equals(sm3)) {
                    if (pin.isInForce(now)) {
                        return Optional.of(party);
                    }
                    named = true;
                }
            }
        }
        if (named) {
            throw CertificateProblem.NOT_PINNED.refusal(certificate);
        }
        return Optional.empty();
    }

    /** By name and secret, where the party's file opens Basic. */
    public Optional<Identity> byBasic(String party, char[] secret) {
        return told(Credential.BASIC, party, null, () -> parties.get()
                .find(party)
                .filter(known -> known.intake() != null && known.intake().basic())
                .flatMap(known -> bySecret(known, Credential.BASIC, secret, Duration.ZERO)));
    }

    /** By name and secret, for a token, where the party's file allows that. */
    public Optional<Identity> bySecretForToken(String party, char[] secret) {
        return told(Credential.TOKEN_REQUEST, party, null, () -> parties.get()
                .find(party)
                .filter(known -> known.tokens().bySecret())
                .flatMap(known -> bySecret(known, Credential.TOKEN_REQUEST, secret, Duration.ZERO)));
    }

    /** By name and secret at the broker, for any party of the files. */
    public Optional<Identity> byBrokerUser(String user, char[] secret) {
        return told(Credential.BROKER_USER, user, null, () -> parties.get()
                .find(user)
                .flatMap(known -> bySecret(known, Credential.BROKER_USER, secret, BROKER_PATIENCE)));
    }

    private Optional<Identity> bySecret(Party party, Credential credential, char[] secret, Duration patience) {
        return secrets.verify(party.id(), secret, patience).map(mark -> new Identity(party, credential, mark));
    }

    /**
     * By a public key. SSH asks about a key before its private half is proved: the caller tells {@link #signIns()} of the
     * success once the session is really open; a refusal is told here.
     */
    public Optional<Identity> bySshKey(String user, PublicKey key) {
        String evidence = KeyUtils.getFingerPrint(key);
        if (!holdsSshKey(user, key)) {
            signIns.refused(Credential.SSH_KEY, user, UNKNOWN, evidence);
            return Optional.empty();
        }
        return parties.get().find(user).map(known -> new Identity(known, Credential.SSH_KEY, evidence));
    }

    /** Whether this is still a key of that party; tells nobody. For sessions that are open already. */
    public boolean holdsSshKey(String user, PublicKey key) {
        return parties.get().find(user).isPresent() && keys.holds(user, key);
    }

    /**
     * By an access token of this gateway.
     *
     * @param presented the client certificate of this connection; null for none. A token bound to another one is refused
     * @throws GatewayProblem when it is expired, foreign, bound to another certificate or withdrawn
     */
    public Optional<Identity> byToken(String token, @Nullable X509Certificate presented) {
        return told(Credential.TOKEN, null, null, () -> {
            VerifiedToken verified = tokens.verify(token, presented, clock.instant());
            return parties.get().find(verified.party()).map(party -> {
                tokens.mustStand(verified, party, mark -> secrets.stands(party.id(), mark));
                return new Identity(party, Credential.TOKEN, verified.id(), scopes(verified, party));
            });
        });
    }

    private static Set<Scope> scopes(VerifiedToken token, Party party) {
        Set<Scope> scopes = Scope.open(party);
        scopes.removeIf(scope -> !token.scopes().contains(scope.text()));
        return scopes;
    }

    /**
     * Whether what a party opened with a secret may stay open: the party is there, and the secret is still taken from it.
     *
     * @param mark {@link Identity#evidence()} of then
     */
    public boolean stands(String party, String mark) {
        return parties.get()
                .find(party)
                .filter(known -> secrets.stands(known.id(), mark))
                .isPresent();
    }

    /** For what ended. */
    public SignIns signIns() {
        return signIns;
    }

    private Optional<Identity> told(
            Credential credential,
            @Nullable String claimed,
            @Nullable String evidence,
            Supplier<Optional<Identity>> resolution) {
        try {
            Optional<Identity> identity = resolution.get();
            identity.ifPresentOrElse(signIns::accepted, () -> signIns.refused(credential, claimed, UNKNOWN, evidence));
            return identity;
        } catch (GatewayProblem problem) {
            if (!problem.finding().code().equals(SecretProblem.BUSY.code())) {
                signIns.refused(credential, claimed, problem.finding().code(), evidence);
            }
            throw problem;
        }
    }
}
