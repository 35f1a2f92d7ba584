package org.anze.gateway.identity.certificate;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import org.anze.gateway.identity.revocation.Signatures;
import org.bouncycastle.asn1.x509.Certificate;

/** Which algorithms and key lengths are good enough. */
final class Strength {

    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;
    private static final int SHORTEST_CURVE = 256;

    private Strength() {}

    /** Whether a certificate's own signature and its key are good enough. */
    static boolean suffices(X509Certificate certificate) throws CertificateEncodingException {
        return keySuffices(certificate.getPublicKey())
                && Signatures.areStrong(
                        Certificate.getInstance(certificate.getEncoded()).getSignatureAlgorithm());
    }

    private static boolean keySuffices(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            // Nobody may make us compute with a key of any length they like.
            return bits >= SHORTEST_RSA && bits <= LONGEST_RSA;
        }
        return key instanceof ECKey curve
                && curve.getParams() != null
                && curve.getParams().getCurve().getField().getFieldSize() >= SHORTEST_CURVE;
    }
}
