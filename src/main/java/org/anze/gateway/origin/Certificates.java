package org.anze.gateway.origin;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.pki.Pem;

/** The certificates in a signature. */
final class Certificates {

    /** Signer, intermediate authorities and root. */
    static final int MOST = 5;

    private Certificates() {}

    /** Reads one in DER; refuses bytes that differ from the form in which it would be written. */
    static X509Certificate read(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", Pem.BOUNCY_CASTLE)
                    .generateCertificate(new ByteArrayInputStream(der));
            if (certificate != null && Arrays.equals(certificate.getEncoded(), der)) {
                // Throws for a key that is none.
                certificate.getPublicKey();
                return certificate;
            }
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException unreadable) {
            throw OriginProblem.CERTIFICATES.refusal();
        }
        throw OriginProblem.CERTIFICATES.refusal();
    }

    /**
     * Puts certificates in order, the signer's first and each one's issuer behind it. What is not needed is refused: the signature
     * does not cover it, and nobody would notice a change in it.
     */
    static List<X509Certificate> chain(X509Certificate signer, List<X509Certificate> all) {
        List<X509Certificate> left = new ArrayList<>(all);
        List<X509Certificate> chain = new ArrayList<>();
        left.remove(signer);
        chain.add(signer);
        X509Certificate last = signer;
        while (!left.isEmpty()) {
            X509Certificate issued = last;
            X509Certificate issuer = left.stream()
                    .filter(candidate -> isIssuedBy(issued, candidate))
                    .findFirst()
                    .orElseThrow(OriginProblem.CERTIFICATES::refusal);
            left.remove(issuer);
            chain.add(issuer);
            last = issuer;
        }
        return chain;
    }

    /** The last of a chain is one of these authorities or was issued by one. */
    static void mustEnd(List<X509Certificate> chain, List<X509Certificate> authorities) {
        X509Certificate last = chain.get(chain.size() - 1);
        if (authorities.stream().noneMatch(authority -> last.equals(authority) || isIssuedBy(last, authority))) {
            throw OriginProblem.CERTIFICATES.refusal();
        }
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey(), Pem.BOUNCY_CASTLE);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException unfit) {
            return false;
        }
    }
}
