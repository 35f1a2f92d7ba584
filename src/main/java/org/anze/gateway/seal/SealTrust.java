package org.anze.gateway.seal;

import java.time.Instant;
import java.util.List;

/**
 * The authorities whose certificates we believe. A sealing certificate must be issued by one of them directly: an
 * intermediate authority is trusted by listing it. Immutable.
 */
public final class SealTrust {

    private final List<SealCertificate> anchors;

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
        SealCertificate certificate = SealCertificate.ofStrictPem(pem);
        if (!certificate.maySeal() || !Checkpoint.isName(certificate.name())) {
            throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "certificate");
        }
        List<SealCertificate> issuers = issuers(certificate);
        if (!certificate.validAt(at) || issuers.stream().noneMatch(issuer -> issuer.validAt(at))) {
            throw notValidThen();
        }
        return new SealVerifierKey(certificate.name(), certificate.publicKey());
    }

    /**
     * Checks that at a time that somebody independent vouches for the certificate was not over, and not all anchors that
     * issued it: who gets hold of an old key chooses every other time. A certificate may be younger than that, because one
     * key may have several after each other.
     *
     * @param pem a certificate that passed {@link #require}
     */
    public void requireNotOver(String pem, Instant at) throws FlawException {
        SealCertificate certificate = SealCertificate.ofStrictPem(pem);
        if (at.isAfter(certificate.notAfter())
                || issuers(certificate).stream().allMatch(issuer -> at.isAfter(issuer.notAfter()))) {
            throw notValidThen();
        }
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
