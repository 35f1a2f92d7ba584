package org.anze.gateway.identity.revocation;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Answers of OCSP responders, each kept until its {@code nextUpdate} (five minutes where it has none, a day at most). Safe
 * for many threads; one at a time waits for a responder.
 */
final class Responders {

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_ANSWERS = 4096;
    private static final int NONCE_BYTES = 32;
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration WITHOUT_NEXT_UPDATE = Duration.ofMinutes(5);
    private static final Duration LONGEST_KEPT = Duration.ofDays(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Source source;
    private final Outages outages;
    private final Clock clock;
    private final Map<String, Status> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Status> eldest) {
            return size() > MOST_ANSWERS;
        }
    };
    private final Map<URI, Object> locks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Object> eldest) {
            return size() > MOST_ANSWERS;
        }
    };

    Responders(Source source, Outages outages, Clock clock) {
        this.source = source;
        this.outages = outages;
        this.clock = clock;
    }

    /** What the responder says of a certificate. */
    Status status(URI responder, X509Certificate certificate, X509Certificate issuer) {
        String key = responder + " " + Signatures.nameOf(issuer) + " " + certificate.getSerialNumber();
        Object lock;
        synchronized (locks) {
            lock = locks.computeIfAbsent(responder, none -> new Object());
        }
        Status known = known(key);
        if (isFresh(known)) {
            return known;
        }
        synchronized (lock) {
            known = known(key);
            if (isFresh(known)) {
                return known;
            }
            if (!outages.resting(responder.toString())) {
                try {
                    Status answer = ask(responder, certificate, issuer);
                    outages.answered(responder.toString());
                    remember(key, answer);
                    return answer;
                } catch (IOException | GeneralSecurityException | OCSPException | OperatorCreationException e) {
                    outages.silent(responder.toString(), String.valueOf(e.getMessage()));
                }
            }
            Instant since = outages.since(responder.toString()).orElse(clock.instant());
            // What was good until a moment ago has been unknown since that moment only.
            return Status.unreachable(known != null && known.moment() != null ? known.moment() : since);
        }
    }

    private boolean isFresh(@Nullable Status known) {
        if (known == null) {
            return false;
        }
        return known.kind() == Status.Kind.REVOKED
                || known.moment() != null && clock.instant().isBefore(known.moment());
    }

    private @Nullable Status known(String key) {
        synchronized (answers) {
            return answers.get(key);
        }
    }

    private void remember(String key, Status answer) {
        // "Unknown" is asked again each time: the authority may have been a moment behind with a new certificate.
        if (answer.kind() != Status.Kind.UNKNOWN) {
            synchronized (answers) {
                answers.put(key, answer);
            }
        }
    }

    private Status ask(URI responder, X509Certificate certificate, X509Certificate issuer)
            throws IOException, GeneralSecurityException, OCSPException, OperatorCreationException {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder()
                    .setProvider(Pem.BOUNCY_CASTLE)
                    .build();
            X509CertificateHolder authority = new JcaX509CertificateHolder(issuer);
            CertificateID id = new CertificateID(
                    digests.get(new AlgorithmIdentifier(nameDigest(authority))),
                    authority,
                    certificate.getSerialNumber());
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            Extension nonceExtension = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded());
            byte[] request = new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(nonceExtension))
                    .build()
                    .getEncoded();
            OCSPResp response = new OCSPResp(source.ask(responder, request, MOST_BYTES));
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new GeneralSecurityException("response status " + response.getStatus());
            }
            mustBeSigned(basic, authority);
            Extension echoed = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (echoed != null && !echoed.getExtnValue().equals(nonceExtension.getExtnValue())) {
                throw new GeneralSecurityException("it answers another request");
            }
            return status(basic, certificate.getSerialNumber(), authority, digests);
        } catch (RuntimeException garbage) {
            // The parser of a stranger's bytes throws whatever it likes.
            throw new GeneralSecurityException("not an OCSP response", garbage);
        }
    }

    /** How the issuer is named in a request; nothing rests on its strength, and every responder knows this one. */
    private static ASN1ObjectIdentifier nameDigest(X509CertificateHolder authority) {
        boolean sm2 = GMObjectIdentifiers.sm2p256v1.equals(
                authority.getSubjectPublicKeyInfo().getAlgorithm().getParameters());
        return sm2 ? GMObjectIdentifiers.sm3 : OIWObjectIdentifiers.idSHA1;
    }

    private Status status(
            BasicOCSPResp basic, BigInteger serial, X509CertificateHolder authority, DigestCalculatorProvider digests)
            throws OCSPException, GeneralSecurityException {
        Instant now = clock.instant();
        for (SingleResp single : basic.getResponses()) {
            if (!single.getCertID().getSerialNumber().equals(serial)
                    || !single.getCertID().matchesIssuer(authority, digests)) {
                continue;
            }
            CertificateStatus status = single.getCertStatus();
            if (status instanceof RevokedStatus) {
                return Status.REVOKED;
            }
            Instant issued = single.getThisUpdate().toInstant();
            Instant until = single.getNextUpdate() == null
                    ? issued.plus(WITHOUT_NEXT_UPDATE)
                    : single.getNextUpdate().toInstant();
            if (issued.isAfter(now.plus(SKEW)) || !now.isBefore(until)) {
                throw new GeneralSecurityException("stale, or from the future");
            }
            if (status != CertificateStatus.GOOD) {
                return Status.UNKNOWN;
            }
            Instant longest = now.plus(LONGEST_KEPT);
            return Status.good(until.isBefore(longest) ? until : longest);
        }
        throw new GeneralSecurityException("it says nothing of this certificate");
    }

    private void mustBeSigned(BasicOCSPResp basic, X509CertificateHolder authority)
            throws GeneralSecurityException, OCSPException, OperatorCreationException {
        if (!Signatures.areStrong(basic.getSignatureAlgorithmID())) {
            throw new GeneralSecurityException("signed with an algorithm that does not count");
        }
        if (isSignedBy(basic, authority)) {
            return;
        }
        Date now = Date.from(clock.instant());
        for (X509CertificateHolder delegate : basic.getCerts()) {
            if (delegate.getIssuer().equals(authority.getSubject())
                    && delegate.isValidOn(now)
                    && signsOcsp(delegate)
                    && Signatures.areStrong(delegate.getSignatureAlgorithm())
                    && issued(authority, delegate)
                    && isSignedBy(basic, delegate)) {
                return;
            }
        }
        throw new GeneralSecurityException("signed by somebody else");
    }

    private static boolean signsOcsp(X509CertificateHolder delegate) {
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(delegate.getExtensions());
        return usage != null && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
    }

    private static boolean issued(X509CertificateHolder authority, X509CertificateHolder delegate)
            throws OperatorCreationException, GeneralSecurityException {
        try {
            return delegate.isSignatureValid(verifier(authority));
        } catch (org.bouncycastle.cert.CertException e) {
            return false;
        }
    }

    private static boolean isSignedBy(BasicOCSPResp basic, X509CertificateHolder signer)
            throws OperatorCreationException, GeneralSecurityException {
        try {
            return basic.isSignatureValid(verifier(signer));
        } catch (OCSPException | RuntimeException anotherKindOfKey) {
            return false;
        }
    }

    private static ContentVerifierProvider verifier(X509CertificateHolder signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaContentVerifierProviderBuilder()
                .setProvider(Pem.BOUNCY_CASTLE)
                .build(signer);
    }
}
