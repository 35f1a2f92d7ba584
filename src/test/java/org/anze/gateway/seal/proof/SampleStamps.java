package org.anze.gateway.seal.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** A time-stamp authority that can also do wrong. */
final class SampleStamps {

    static final Instant STAMPED = Instant.parse("2026-11-22T01:30:05Z");
    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2027-12-31T23:59:59Z");

    private static final Provider BC = new BouncyCastleProvider();
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    private SampleStamps() {}

    enum Scheme {
        SM2("EC", "sm2p256v1", "SM3withSM2", GMObjectIdentifiers.sm3, "SM3"),
        P256("EC", "secp256r1", "SHA256withECDSA", NISTObjectIdentifiers.id_sha256, "SHA-256"),
        P384("EC", "secp384r1", "SHA384withECDSA", NISTObjectIdentifiers.id_sha384, "SHA-384"),
        RSA("RSA", "2048", "SHA256withRSA", NISTObjectIdentifiers.id_sha256, "SHA-256"),
        RSA_3072("RSA", "3072", "SHA512withRSA", NISTObjectIdentifiers.id_sha512, "SHA-512"),
        RSA_1024("RSA", "1024", "SHA256withRSA", NISTObjectIdentifiers.id_sha256, "SHA-256"),
        P521("EC", "secp521r1", "SHA512withECDSA", NISTObjectIdentifiers.id_sha512, "SHA-512"),
        BRAINPOOL("EC", "brainpoolP256r1", "SHA256withECDSA", NISTObjectIdentifiers.id_sha256, "SHA-256"),
        SECP256K1("EC", "secp256k1", "SHA256withECDSA", NISTObjectIdentifiers.id_sha256, "SHA-256");

        private final String algorithm;
        private final String parameter;
        private final String signature;
        private final ASN1ObjectIdentifier digest;
        private final String digestName;

        Scheme(String algorithm, String parameter, String signature, ASN1ObjectIdentifier digest, String digestName) {
            this.algorithm = algorithm;
            this.parameter = parameter;
            this.signature = signature;
            this.digest = digest;
            this.digestName = digestName;
        }

        static Scheme of(Suite suite) {
            return suite == Suite.SM ? SM2 : P256;
        }

        private KeyPair keys() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, BC);
            if (algorithm.equals("RSA")) {
                generator.initialize(Integer.parseInt(parameter));
            } else {
                generator.initialize(new ECGenParameterSpec(parameter));
            }
            return generator.generateKeyPair();
        }
    }

    /** Somebody with a key and a certificate. */
    record Holder(Scheme scheme, KeyPair keys, X509CertificateHolder certificate) {

        byte[] der() {
            try {
                return certificate.getEncoded();
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        String pem() {
            return Pem.write(Pem.CERTIFICATE, der());
        }
    }

    /** What a certificate says; as a stamping authority's should by default. */
    static final class Form {

        private final Scheme scheme;
        private final String name;
        private boolean authority;
        private int usage = KeyUsage.digitalSignature;
        private boolean criticalPurpose = true;
        private KeyPurposeId[] purposes = {KeyPurposeId.id_kp_timeStamping};
        private Instant from = FROM;
        private Instant to = TO;
        private Consumer<X509v3CertificateBuilder> more = builder -> {};

        Form(Scheme scheme, String name) {
            this.scheme = scheme;
            this.name = name;
        }

        Form authority() {
            authority = true;
            purposes = new KeyPurposeId[0];
            usage = KeyUsage.keyCertSign;
            return this;
        }

        Form isAuthority() {
            authority = true;
            return this;
        }

        Form usage(int bits) {
            usage = bits;
            return this;
        }

        Form purposes(boolean critical, KeyPurposeId... given) {
            criticalPurpose = critical;
            purposes = given;
            return this;
        }

        Form valid(Instant first, Instant last) {
            from = first;
            to = last;
            return this;
        }

        Form with(Consumer<X509v3CertificateBuilder> change) {
            more = change;
            return this;
        }

        Holder selfSigned() {
            return issued(null);
        }

        Holder issued(@Nullable Holder by) {
            try {
                KeyPair keys = scheme.keys();
                X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        by == null
                                ? new X500Name("CN=" + name)
                                : by.certificate().getSubject(),
                        BigInteger.valueOf(33161),
                        Date.from(from),
                        Date.from(to),
                        new X500Name("CN=" + name),
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                if (usage != 0) {
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
                }
                if (purposes.length > 0) {
                    builder.addExtension(Extension.extendedKeyUsage, criticalPurpose, new ExtendedKeyUsage(purposes));
                }
                more.accept(builder);
                Holder signer = by == null ? new Holder(scheme, keys, null) : by;
                X509CertificateHolder certificate = builder.build(new JcaContentSignerBuilder(signer.scheme().signature)
                        .setProvider(BC)
                        .build(signer.keys().getPrivate()));
                return new Holder(scheme, keys, certificate);
            } catch (IOException | GeneralSecurityException | OperatorException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** What a token says. */
    static final class Token {

        private final Holder signer;
        private final Suite suite;
        private byte[] text;
        private byte[] named;
        private boolean names = true;
        private int signers = 1;
        private ASN1ObjectIdentifier contentType = PKCSObjectIdentifiers.id_ct_TSTInfo;
        private Instant time = STAMPED;
        private @Nullable String exact;
        private @Nullable ASN1ObjectIdentifier imprint;

        Token(Holder signer, Suite suite, byte[] text) {
            this.signer = signer;
            this.suite = suite;
            this.text = text;
            this.named = signer.der();
        }

        Token over(byte[] other) {
            text = other;
            return this;
        }

        Token names(byte[] certificate) {
            named = certificate;
            return this;
        }

        Token nameless() {
            names = false;
            return this;
        }

        Token signers(int count) {
            signers = count;
            return this;
        }

        Token contentType(String oid) {
            contentType = new ASN1ObjectIdentifier(oid);
            return this;
        }

        Token at(Instant stamped) {
            time = stamped;
            return this;
        }

        Token at(String stamped) {
            exact = stamped;
            return this;
        }

        Token imprint(String oid) {
            imprint = new ASN1ObjectIdentifier(oid);
            return this;
        }

        byte[] write() {
            try {
                ASN1ObjectIdentifier hash = imprint != null ? imprint : Scheme.of(suite).digest;
                byte[] info = new TSTInfo(
                                POLICY,
                                new MessageImprint(new AlgorithmIdentifier(hash), suite.hash(text)),
                                new ASN1Integer(7),
                                exact == null
                                        ? new ASN1GeneralizedTime(Date.from(time))
                                        : new ASN1GeneralizedTime(exact),
                                null,
                                null,
                                new ASN1Integer(BigInteger.valueOf(0x1234567890L)),
                                null,
                                null)
                        .getEncoded(ASN1Encoding.DER);
                CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
                for (int i = 0; i < signers; i++) {
                    generator.addSignerInfoGenerator(
                            new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                                            .setProvider(BC)
                                            .build())
                                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes()))
                                    .build(
                                            new JcaContentSignerBuilder(signer.scheme().signature)
                                                    .setProvider(BC)
                                                    .build(signer.keys().getPrivate()),
                                            signer.certificate()));
                }
                generator.addCertificate(signer.certificate());
                return generator
                        .generate(new CMSProcessableByteArray(contentType, info), true)
                        .toASN1Structure()
                        .getEncoded(ASN1Encoding.DER);
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private AttributeTable attributes() throws GeneralSecurityException {
            if (!names) {
                return new AttributeTable(new DERSet());
            }
            ASN1ObjectIdentifier hash = signer.scheme().digest;
            byte[] digest =
                    MessageDigest.getInstance(signer.scheme().digestName, BC).digest(named);
            return new AttributeTable(new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(new AlgorithmIdentifier(hash), digest)))));
        }
    }
}
