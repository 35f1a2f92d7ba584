package org.anze.gateway.identity.revocation;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
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
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;

/**
 * The serial numbers of a CRL whose signature was verified. Lists in parts (delta, indirect, by reason, for authorities or
 * attributes only) are refused: one that is not about every certificate of its issuer cannot say that one is good. Of a list
 * that an authority publishes in shards each says so itself, and counts for the certificates that name it.
 *
 * @param next when the next list is due
 * @param points the names of the distribution point it is for; null when it is for all certificates of its issuer
 * @param usersOnly whether it leaves out authorities
 */
record Crl(
        Set<BigInteger> revoked,
        Instant issued,
        Instant next,
        @Nullable Set<GeneralName> points,
        boolean usersOnly) {

    private static final int CRL_SIGN = 6;
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MOST_ENTRIES = 1_000_000;

    Crl {
        revoked = Set.copyOf(revoked);
        points = points == null ? null : Set.copyOf(points);
    }

    /**
     * Whether a certificate of the same issuer that is not on this list is not revoked (RFC 5280 §6.3.3 (b)). Somebody on the
     * way may have put one shard in the place of another, and an operator may have named one only.
     *
     * @param address where the list was found: counts for certificates that name no distribution point
     */
    boolean covers(X509Certificate certificate, URI address) {
        if (usersOnly && certificate.getBasicConstraints() >= 0) {
            return false;
        }
        if (points == null) {
            return true;
        }
        Set<GeneralName> own = named(certificate);
        return own == null
                ? points.contains(new GeneralName(GeneralName.uniformResourceIdentifier, address.toString()))
                : own.stream().anyMatch(points::contains);
    }

    /** The names of the certificate's distribution points; null when it names none. */
    private static @Nullable Set<GeneralName> named(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (encoded == null) {
            return null;
        }
        Set<GeneralName> names = new HashSet<>();
        for (DistributionPoint point : CRLDistPoint.getInstance(
                        ASN1OctetString.getInstance(encoded).getOctets())
                .getDistributionPoints()) {
            names.addAll(names(point.getDistributionPoint()));
        }
        return names;
    }

    /** A name relative to the issuer's is not compared: nobody is covered by it. */
    private static Set<GeneralName> names(@Nullable DistributionPointName point) {
        return point == null || point.getType() != DistributionPointName.FULL_NAME
                ? Set.of()
                : Set.of(GeneralNames.getInstance(point.getName()).getNames());
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
            mustBeUnderstood(list);
            IssuingDistributionPoint point = point(list);
            if (list.getNextUpdate() == null || list.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
                throw new GeneralSecurityException("without nextUpdate, or from the future");
            }
            return new Crl(
                    serials(list),
                    list.getThisUpdate().toInstant(),
                    list.getNextUpdate().toInstant(),
                    point == null || point.getDistributionPoint() == null ? null : names(point.getDistributionPoint()),
                    point != null && point.onlyContainsUserCerts());
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

    private static void mustBeUnderstood(X509CRL list) throws GeneralSecurityException {
        Set<String> critical = list.getCriticalExtensionOIDs();
        for (String oid : critical == null ? Set.<String>of() : critical) {
            if (!oid.equals(Extension.issuingDistributionPoint.getId())) {
                throw new GeneralSecurityException("critical extension " + oid);
            }
        }
    }

    /** Which part of its issuer's certificates the list is about, whether it says so critically or not. */
    private static @Nullable IssuingDistributionPoint point(X509CRL list) throws GeneralSecurityException {
        byte[] encoded = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        if (encoded == null) {
            return null;
        }
        IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(
                ASN1OctetString.getInstance(encoded).getOctets());
        if (point.isIndirectCRL()
                || point.onlyContainsAttributeCerts()
                || point.onlyContainsCACerts()
                || point.getOnlySomeReasons() != null) {
            throw new GeneralSecurityException("a list in parts");
        }
        return point;
    }
}
