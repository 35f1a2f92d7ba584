package org.anze.gateway.identity.revocation;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * The serial numbers of a CRL whose signature was verified. Lists in parts (delta, indirect, by reason, for authorities or
 * attributes only) are refused: one that is not about every certificate of its issuer cannot say that one is good.
 *
 * @param next when the next list is due
 */
record Crl(Set<BigInteger> revoked, Instant issued, Instant next) {

    private static final int CRL_SIGN = 6;
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MOST_ENTRIES = 1_000_000;

    Crl {
        revoked = Set.copyOf(revoked);
    }

    /**
     * Reads and verifies.
     *
     * @throws GeneralSecurityException when it is not a whole CRL of this issuer, signed by it with an algorithm of today
     */
    static Crl read(byte[] encoded, X509Certificate issuer, Instant now) throws GeneralSecurityException {
        try {
            X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509", Pem.BOUNCY_CASTLE)
                    .generateCRL(new ByteArrayInputStream(encoded));
            if (list == null) {
                throw new GeneralSecurityException("not a CRL");
            }
            AlgorithmIdentifier algorithm =
                    CertificateList.getInstance(list.getEncoded()).getSignatureAlgorithm();
            boolean[] usage = issuer.getKeyUsage();
            if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    || !Signatures.areStrong(algorithm)
                    || usage != null && !usage[CRL_SIGN]) {
                throw new GeneralSecurityException("not signed by the issuer in a way that counts");
            }
            list.verify(issuer.getPublicKey(), Pem.BOUNCY_CASTLE);
            mustBeWhole(list);
            if (list.getNextUpdate() == null || list.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
                throw new GeneralSecurityException("without nextUpdate, or from the future");
            }
            return new Crl(
                    serials(list),
                    list.getThisUpdate().toInstant(),
                    list.getNextUpdate().toInstant());
        } catch (RuntimeException garbage) {
            throw new GeneralSecurityException("not a CRL", garbage);
        }
    }

    private static Set<BigInteger> serials(X509CRL list) throws GeneralSecurityException {
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        Set<BigInteger> serials = new HashSet<>();
        if (entries == null) {
            return serials;
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new GeneralSecurityException("more than " + MOST_ENTRIES + " entries");
        }
        entries.forEach(entry -> serials.add(entry.getSerialNumber()));
        return serials;
    }

    private static void mustBeWhole(X509CRL list) throws GeneralSecurityException {
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical == null) {
            return;
        }
        for (String oid : critical) {
            if (!oid.equals(Extension.issuingDistributionPoint.getId())) {
                throw new GeneralSecurityException("critical extension " + oid);
            }
            IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(
                    ASN1OctetString.getInstance(list.getExtensionValue(oid)).getOctets());
            if (point.isIndirectCRL()
                    || point.onlyContainsAttributeCerts()
                    || point.onlyContainsCACerts()
                    || point.getOnlySomeReasons() != null) {
                throw new GeneralSecurityException("a list in parts");
            }
        }
    }
}
