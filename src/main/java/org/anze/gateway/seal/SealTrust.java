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
     * given time. Revocation is not looked up: verification works offline.
     *
     * @param pem the certificate in the strict form of {@link SealCertificate#pem}
     */
    public SealVerifierKey require(String pem, Instant at) throws FlawException {
        SealCertificate certificate = SealCertificate.ofStrictPem(pem);
        if (!certificate.maySeal() || !Checkpoint.isName(certificate.name())) {
            throw new FlawException(Flaw.CERTIFICATE_MALFORMED, "certificate");
        }
        SealCertificate issuer = issuer(certificate);
        if (!certificate.validAt(at) || !issuer.validAt(at)) {
            throw notValidThen();
        }
        return new SealVerifierKey(certificate.name(), certificate.publicKey());
    }

    /**
     * Checks that neither the certificate nor the anchor was over at a time that somebody independent vouches for: who gets
     * hold of an old key chooses every other time. A certificate may be younger than that, because one key may have several
     * after each other.
     *
     * @param pem a certificate that passed {@link #require}
     */
    public void requireNotOver(String pem, Instant at) throws FlawException {
        SealCertificate certificate = SealCertificate.ofStrictPem(pem);
        if (at.isAfter(certificate.notAfter()) || at.isAfter(issuer(certificate).notAfter())) {
            throw notValidThen();
        }
    }

    private SealCertificate issuer(SealCertificate certificate) throws FlawException {
        return anchors.stream()
                .filter(SealCertificate::maySignCertificates)
                .filter(certificate::issuedBy)
                .findFirst()
                .orElseThrow(() -> new FlawException(Flaw.CERTIFICATE_FOREIGN, "certificate"));
    }

    private static FlawException notValidThen() {
        return new FlawException(Flaw.CERTIFICATE_NOT_VALID_THEN, "certificate");
    }
}
