package org.anze.gateway.seal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The authorities whose certificates we believe. A sealing certificate must be issued by one of them directly: an
 * intermediate authority is trusted by listing it. Safe for many threads; what it trusts never changes.
 */
public final class SealTrust {

    private final List<SealCertificate> anchors;
    /** The last one that was asked about: documents come by the thousand under the same. */
    private volatile @Nullable Issued last;

    private record Issued(String pem, SealCertificate certificate, List<SealCertificate> issuers) {

        boolean validAt(Instant time) {
            return certificate.validAt(time) && issuers.stream().anyMatch(issuer -> issuer.validAt(time));
        }

        boolean overAt(Instant time) {
            return time.isAfter(certificate.notAfter())
                    || issuers.stream().allMatch(issuer -> time.isAfter(issuer.notAfter()));
        }
    }

    /** @throws IllegalArgumentException when there is no anchor */
    public SealTrust(List<SealCertificate> anchors) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("no trust anchor");
        }
        this.anchors = List.copyOf(anchors);
    }

    /** The certificates of a PEM file as anchors; at least one. */
    public static SealTrust ofPem(String pem) throws FlawException {
        List<SealCertificate> anchors = SealCertificate.allOfPem(pem);
        if (anchors.isEmpty()) {
            throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "trust");
        }
        return new SealTrust(anchors);
    }

    /**
     * The key of a sealing certificate, once it is known to be issued by an anchor and valid, with that anchor, at the
     * given time. An authority that was renewed under its name and key is several anchors, and any of them will do.
     * Revocation is not looked up: verification works offline.
     *
     * @param pem the certificate in the strict form of {@link SealCertificate#pem}
     */
    public SealVerifierKey require(String pem, Instant at) throws FlawException {
        Issued issued = issued(pem);
        if (!issued.validAt(at)) {
            throw notValidThen();
        }
        return new SealVerifierKey(issued.certificate.name(), issued.certificate.publicKey());
    }

    /**
     * Checks that at a time that somebody independent vouches for the certificate was not over, and not all anchors that
     * issued it: who gets hold of an old key chooses every other time. A certificate may be younger than that, because one
     * key may have several after each other.
     *
     * @param pem a certificate that passed {@link #require}
     */
    public void requireNotOver(String pem, Instant at) throws FlawException {
        if (issued(pem).overAt(at)) {
            throw notValidThen();
        }
    }

    private Issued issued(String pem) throws FlawException {
        Issued known = last;
        if (known != null && known.pem.equals(pem)) {
            return known;
        }
        SealCertificate certificate = SealCertificate.ofStrictPem(pem);
        if (!certificate.maySeal() || !Checkpoint.isName(certificate.name())) {
            throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "certificate");
        }
        Issued issued = new Issued(pem, certificate, issuers(certificate));
        last = issued;
        return issued;
    }

    private List<SealCertificate> issuers(SealCertificate certificate) throws FlawException {
        List<SealCertificate> issuers = anchors.stream()
                .filter(SealCertificate::maySignCertificates)
                .filter(certificate::issuedBy)
                .toList();
        if (issuers.isEmpty()) {
            throw new FlawException(Flaw.CERTIFICATE_FOREIGN, "certificate");
        }
        return issuers;
    }

    private static FlawException notValidThen() {
        return new FlawException(Flaw.CERTIFICATE_NOT_VALID_THEN, "certificate");
    }
}
