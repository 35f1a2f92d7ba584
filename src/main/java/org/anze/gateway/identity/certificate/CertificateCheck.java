package org.anze.gateway.identity.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.identity.revocation.Revocation;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Judges a certificate by RFC 5280, at most once a minute each. Safe for many threads; may wait a few seconds for a source of
 * revocation.
 */
public final class CertificateCheck {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int MOST_PRESENTED = 5;
    private static final int MOST_REMEMBERED = 4096;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Supplier<List<TrustedAuthority>> trust;
    private final Revocation revocation;
    private final Clock clock;
    private final Map<String, Passed> passed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Passed> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Passed(List<TrustedAuthority> trust, Instant from, Instant until) {
        /** Not before it was judged either: a clock that was ahead would otherwise leave it unjudged until it is there again. */
        boolean holdsAt(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /** @param trust the authorities in force; the same list as long as nothing changed */
    public CertificateCheck(Supplier<List<TrustedAuthority>> trust, Revocation revocation, Clock clock) {
        this.trust = trust;
        this.revocation = revocation;
        this.clock = clock;
    }

    /** The certificates of the authorities in force; at least one. */
    public List<X509Certificate> authorities() {
        return trust.get().stream().map(TrustedAuthority::certificate).toList();
    }

    /**
     * Passes, or says why not.
     *
     * @param presented the certificate in question first, intermediate ones behind it in any order
     * @throws SenderMustCorrect with a {@link CertificateProblem}
     * @throws TryAgainLater when its revocation cannot be learnt and the setting asks for that
     */
    public void mustPass(List<X509Certificate> presented, CertificateUse use) {
        List<TrustedAuthority> authorities = trust.get();
        Instant now = clock.instant();
        String key = use + Fingerprint.sha256(presented.get(0));
        synchronized (passed) {
            Passed before = passed.get(key);
            if (before != null && before.trust() == authorities && before.holdsAt(now)) {
                return;
            }
        }
        judge(presented, use, authorities, now);
        Instant expiry = presented.get(0).getNotAfter().toInstant();
        Instant minute = now.plus(REMEMBERED);
        synchronized (passed) {
            passed.put(key, new Passed(authorities, now, expiry.isBefore(minute) ? expiry : minute));
        }
    }

    private void judge(
            List<X509Certificate> presented, CertificateUse use, List<TrustedAuthority> authorities, Instant now) {
        X509Certificate own = presented.get(0);
        if (presented.size() > MOST_PRESENTED) {
            throw CertificateProblem.CHAIN_UNSOUND.refusal(own);
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw CertificateProblem.NOT_YET_VALID.refusal(own);
        }
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw CertificateProblem.EXPIRED.refusal(own);
        }
        try {
            List<X509Certificate> known = known(presented);
            PKIXCertPathBuilderResult built = build(known, authorities, now);
            List<X509Certificate> path = new ArrayList<>();
            for (Certificate one : built.getCertPath().getCertificates()) {
                path.add((X509Certificate) one);
            }
            X509Certificate anchor = built.getTrustAnchor().getTrustedCert();
            mustBeUsable(known.get(0), use, path);
            mustNotBeRevoked(path, anchor, setting(authorities, anchor));
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            throw CertificateProblem.CHAIN_UNSOUND.refusal(own);
        }
    }

    /** Bouncy Castle's own objects, whoever parsed the given ones: the JDK's know no SM2 keys. */
    private static List<X509Certificate> known(List<X509Certificate> given) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", Pem.BOUNCY_CASTLE);
        List<X509Certificate> known = new ArrayList<>();
        for (X509Certificate one : given) {
            known.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one.getEncoded())));
        }
        return known;
    }

    private static PKIXCertPathBuilderResult build(
            List<X509Certificate> presented, List<TrustedAuthority> authorities, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate authority :
                known(authorities.stream().map(TrustedAuthority::certificate).toList())) {
            anchors.add(new TrustAnchor(authority, null));
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(presented.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(presented), Pem.BOUNCY_CASTLE));
        parameters.setDate(Date.from(now));
        parameters.setMaxPathLength(MOST_PRESENTED - 1);
        // Judged afterwards by our own rules for silent sources.
        parameters.setRevocationEnabled(false);
        return (PKIXCertPathBuilderResult)
                CertPathBuilder.getInstance("PKIX", Pem.BOUNCY_CASTLE).build(parameters);
    }

    private static void mustBeUsable(X509Certificate own, CertificateUse use, List<X509Certificate> path)
            throws GeneralSecurityException {
        boolean[] usage = own.getKeyUsage();
        boolean signs = usage != null
                && (usage[DIGITAL_SIGNATURE] || use == CertificateUse.SIGNATURE && usage[NON_REPUDIATION]);
        if (!signs || own.getBasicConstraints() >= 0 || !extendedFits(own, use)) {
            throw CertificateProblem.WRONG_USAGE.refusal(own);
        }
        for (X509Certificate one : path) {
            if (!Strength.suffices(one)) {
                throw CertificateProblem.TOO_WEAK.refusal(own);
            }
        }
    }

    private static boolean extendedFits(X509Certificate own, CertificateUse use) throws GeneralSecurityException {
        List<String> extended = own.getExtendedKeyUsage();
        return use != CertificateUse.TLS_CLIENT
                || extended == null
                || extended.contains(KeyPurposeId.id_kp_clientAuth.getId())
                || extended.contains(KeyPurposeId.anyExtendedKeyUsage.getId());
    }

    private void mustNotBeRevoked(List<X509Certificate> path, X509Certificate anchor, RevocationSetting setting) {
        List<X509Certificate> issuers = new ArrayList<>(path.subList(1, path.size()));
        issuers.add(anchor);
        for (int i = 0; i < path.size(); i++) {
            X509Certificate issuer = issuers.get(i);
            switch (revocation.judge(path.get(i), issuer, issuers, setting)) {
                case REVOKED -> throw CertificateProblem.REVOKED.refusal(path.get(i));
                case UNKNOWN_TO_AUTHORITY -> throw CertificateProblem.UNKNOWN_TO_AUTHORITY.refusal(path.get(i));
                case NOT_LEARNT ->
                    throw new TryAgainLater(
                            CertificateProblem.REVOCATION_NOT_LEARNT, null, CertificateProblem.serial(path.get(i)));
                case TAKE -> {
                    // The next one above it.
                }
            }
        }
    }

    private static RevocationSetting setting(List<TrustedAuthority> authorities, X509Certificate anchor)
            throws GeneralSecurityException {
        byte[] encoded = anchor.getEncoded();
        for (TrustedAuthority authority : authorities) {
            if (Arrays.equals(encoded, authority.certificate().getEncoded())) {
                return authority.revocation();
            }
        }
        throw new IllegalStateException("an anchor that nobody gave");
    }
}
