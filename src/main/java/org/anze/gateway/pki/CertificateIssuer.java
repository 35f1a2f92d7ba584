package org.anze.gateway.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes key pairs and X.509 certificates (RFC 5280) of one algorithm suite.
 *
 * <p>Authorities live ten years, others 825 days. Validity begins an hour before now, for machines whose clocks differ.
 */
final class CertificateIssuer {

    private static final Period AUTHORITY_LIFE = Period.ofYears(10);
    private static final Period LEAF_LIFE = Period.ofDays(825);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String curve;
    private final String signature;
    private final Clock clock;

    /** A key pair and the certificate of its public half. */
    record Issued(X509Certificate certificate, PrivateKey key) {}

    private CertificateIssuer(String curve, String signature, Clock clock) {
        this.curve = curve;
        this.signature = signature;
        this.clock = clock;
    }

    /** ECDSA on P-256 with SHA-256, for TLS. */
    static CertificateIssuer ecdsa(Clock clock) {
        return new CertificateIssuer("secp256r1", "SHA256withECDSA", clock);
    }

    /** SM2 with SM3 (GB/T 32918, GB/T 20518), user id 1234567812345678, for seals. */
    static CertificateIssuer sm2(Clock clock) {
        return new CertificateIssuer("sm2p256v1", "SM3withSM2", clock);
    }

    /** A self-signed authority that may sign certificates of others but no further authority. */
    Issued authority(X500Name name) throws IOException {
        try {
            KeyPair keys = keyPair();
            X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), AUTHORITY_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Issued(sign(builder, keys.getPrivate()), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make an authority with " + signature, e);
        }
    }

    /**
     * A certificate for a new key pair, for digital signatures.
     *
     * @param purposes extended key usages; none for a certificate that is not for TLS
     * @param addresses DNS names and IP addresses it is valid for
     */
    Issued issue(X500Name name, Issued authority, List<KeyPurposeId> purposes, List<GeneralName> addresses)
            throws IOException {
        try {
            KeyPair keys = keyPair();
            X500Name issuer = X500Name.getInstance(
                    authority.certificate.getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = builder(issuer, name, keys.getPublic(), LEAF_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate));
            if (!purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            if (!addresses.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(addresses.toArray(GeneralName[]::new)));
            }
            return new Issued(sign(builder, authority.key), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot issue a certificate with " + signature, e);
        }
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Pem.BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Period life)
            throws IOException, GeneralSecurityException {
        Instant start = clock.instant().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        Instant end = start.atZone(ZoneOffset.UTC).plus(life).toInstant();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(126, RANDOM).setBit(126), Date.from(start), Date.from(end), subject, key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .setProvider(Pem.BOUNCY_CASTLE)
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature)
                        .setProvider(Pem.BOUNCY_CASTLE)
                        .build(key)));
    }
}
