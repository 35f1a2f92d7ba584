package org.anze.gateway.identity.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.anze.gateway.pki.Pem;

/** Digests of a certificate's DER form, written {@code sha256:<64 hex>} and {@code sm3:<64 hex>} in lower case. */
public final class Fingerprint {

    private Fingerprint() {}

    /** By SHA-256. */
    public static String sha256(X509Certificate certificate) {
        return "sha256:" + HexFormat.of().formatHex(sha256Bytes(certificate));
    }

    /** By SM3 (GB/T 32905). */
    public static String sm3(X509Certificate certificate) {
        try {
            return "sm3:"
                    + HexFormat.of()
                            .formatHex(digest(MessageDigest.getInstance("SM3", Pem.BOUNCY_CASTLE), certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 as 32 bytes, as RFC 8705 {@code x5t#S256} wants it. */
    public static byte[] sha256Bytes(X509Certificate certificate) {
        try {
            return digest(MessageDigest.getInstance("SHA-256"), certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(MessageDigest digest, X509Certificate certificate) throws GeneralSecurityException {
        return digest.digest(certificate.getEncoded());
    }
}
