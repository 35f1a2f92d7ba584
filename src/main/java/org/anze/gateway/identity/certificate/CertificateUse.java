package org.anze.gateway.identity.certificate;

/** What a certificate is presented for. */
public enum CertificateUse {
    /** TLS client: digitalSignature, and clientAuth where extended usages are given. */
    TLS_CLIENT,
    /** Signature over a message or a file: digitalSignature or nonRepudiation. */
    SIGNATURE
}
