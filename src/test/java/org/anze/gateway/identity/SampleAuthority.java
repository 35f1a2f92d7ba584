package org.anze.gateway.identity;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority of tests: issues certificates that can be bent, and lists of revoked ones. */
public final class SampleAuthority {

    /** Kind of key and signature. */
    public enum Kind {
        EC("secp256r1", "SHA256withECDSA"),
        SM2("sm2p256v1", "SM3withSM2"),
        RSA("2048", "SHA256withRSA"),
        SHORT_RSA("1024", "SHA256withRSA"),
        SHA1_RSA("2048", "SHA1withRSA");

        private final String parameter;
        private final String signature;

        Kind(String parameter, String signature) {
            this.parameter = parameter;
            this.signature = signature;
        }
    }

    /** What a certificate is to be like. */
    public record Wish(
            X500Name subject,
            Instant from,
            Instant until,
            int usage,
            @Nullable KeyPurposeId purpose,
            boolean authority,
            @Nullable String responder,
            @Nullable String list) {

        /** A client certificate of a party, good for a year around {@code now}. */
        public static Wish client(String id, String uscc, Instant now) {
            return new Wish(
                    name(id, uscc),
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(365)),
                    KeyUsage.digitalSignature,
                    KeyPurposeId.id_kp_clientAuth,
                    false,
                    null,
                    null);
        }

        /** An intermediate authority. */
        public static Wish intermediate(String name, Instant now) {
            return new Wish(
                    new X500Name("CN=" + name),
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(3000)),
                    KeyUsage.keyCertSign | KeyUsage.cRLSign,
                    null,
                    true,
                    null,
                    null);
        }

        /** With another time. */
        public Wish valid(Instant newFrom, Instant newUntil) {
            return new Wish(subject, newFrom, newUntil, usage, purpose, authority, responder, list);
        }

        /** With another usage. */
        public Wish usage(int newUsage, @Nullable KeyPurposeId newPurpose) {
            return new Wish(subject, from, until, newUsage, newPurpose, authority, responder, list);
        }

        /** With addresses to ask about revocation. */
        public Wish asking(@Nullable String newResponder, @Nullable String newList) {
            return new Wish(subject, from, until, usage, purpose, authority, newResponder, newList);
        }
    }

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {}

    private static final AtomicLong SERIALS = new AtomicLong(1000);
    private static final Map<Kind, KeyPair> SLOW_KEYS = new java.util.concurrent.ConcurrentHashMap<>();

    private final Kind kind;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private SampleAuthority(Kind kind, X509Certificate certificate, PrivateKey key) {
        this.kind = kind;
        this.certificate = certificate;
        this.key = key;
    }

    /** A root of this kind. */
    public static SampleAuthority root(String name, Kind kind, Instant now) {
        KeyPair keys = keys(kind);
        Wish wish = Wish.intermediate(name, now);
        return new SampleAuthority(kind, make(wish, keys, wish.subject(), keys.getPrivate(), kind), keys.getPrivate());
    }

    /** One that exists already. */
    public static SampleAuthority of(Kind kind, X509Certificate certificate, PrivateKey key) {
        return new SampleAuthority(kind, certificate, key);
    }

    /** An authority below this one. */
    public SampleAuthority below(String name, Instant now) {
        KeyPair keys = keys(kind);
        return new SampleAuthority(
                kind, make(Wish.intermediate(name, now), keys, subject(), key, kind), keys.getPrivate());
    }

    /** Issues with a key of this authority's kind. */
    public Issued issue(Wish wish) {
        return issue(wish, kind);
    }

    /** Issues with a key of another kind. */
    public Issued issue(Wish wish, Kind keyKind) {
        KeyPair keys = keys(keyKind);
        return new Issued(make(wish, keys, subject(), key, kind), keys.getPrivate());
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its private key. */
    public PrivateKey key() {
        return key;
    }

    /** Name of its signature algorithm. */
    public String signature() {
        return kind.signature;
    }

    /** What else a list says. */
    @FunctionalInterface
    public interface ListChange {
        void to(X509v2CRLBuilder builder) throws java.io.IOException;
    }

    /** A CRL in DER. */
    public byte[] list(Instant issued, Instant next, List<X509Certificate> revoked) {
        return list(issued, next, revoked, builder -> {});
    }

    /** A CRL in DER that says more. */
    public byte[] list(Instant issued, Instant next, List<X509Certificate> revoked, ListChange more) {
        try {
            X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, Date.from(issued));
            builder.setNextUpdate(Date.from(next));
            for (X509Certificate one : revoked) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(issued), CRLReason.keyCompromise);
            }
            more.to(builder);
            return builder.build(new JcaContentSignerBuilder(kind.signature)
                            .setProvider(Pem.BOUNCY_CASTLE)
                            .build(key))
                    .getEncoded();
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Subject with the party's id and credit code. */
    public static X500Name name(String id, @Nullable String uscc) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        if (uscc != null) {
            name.addRDN(BCStyle.ORGANIZATION_IDENTIFIER, uscc);
        }
        return name.addRDN(BCStyle.CN, id).build();
    }

    private X500Name subject() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static KeyPair keys(Kind kind) {
        // RSA keys take long to make; the tests do not need different ones.
        return kind.name().contains("RSA") ? SLOW_KEYS.computeIfAbsent(kind, SampleAuthority::fresh) : fresh(kind);
    }

    private static KeyPair fresh(Kind kind) {
        try {
            if (kind.name().contains("RSA")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(Integer.parseInt(kind.parameter));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Pem.BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec(kind.parameter));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate make(Wish wish, KeyPair keys, X500Name issuer, PrivateKey signer, Kind kind) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIALS.incrementAndGet()),
                    Date.from(wish.from()),
                    Date.from(wish.until()),
                    wish.subject(),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.authority()));
            if (wish.usage() != 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
            }
            if (wish.purpose() != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose()));
            }
            List<GeneralName> names = new ArrayList<>();
            if (wish.responder() != null) {
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(
                                AccessDescription.id_ad_ocsp,
                                new GeneralName(GeneralName.uniformResourceIdentifier, wish.responder())));
            }
            if (wish.list() != null) {
                names.add(new GeneralName(GeneralName.uniformResourceIdentifier, wish.list()));
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(
                            new DistributionPointName(new GeneralNames(names.toArray(GeneralName[]::new))), null, null)
                }));
            }
            byte[] encoded = builder.build(new JcaContentSignerBuilder(kind.signature)
                            .setProvider(Pem.BOUNCY_CASTLE)
                            .build(signer))
                    .getEncoded();
            return (X509Certificate) CertificateFactory.getInstance("X.509", Pem.BOUNCY_CASTLE)
                    .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
