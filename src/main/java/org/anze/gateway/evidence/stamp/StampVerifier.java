package org.anze.gateway.evidence.stamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Pem;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.bouncycastle.util.Selector;

/** Checks time-stamp tokens against one authority's trust anchors. Safe for several threads. */
public final class StampVerifier {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, GMObjectIdentifiers.sm2p256v1);
    private static final Set<ASN1ObjectIdentifier> DIGESTS = Set.of(
            GMObjectIdentifiers.sm3,
            NISTObjectIdentifiers.id_sha256,
            NISTObjectIdentifiers.id_sha384,
            NISTObjectIdentifiers.id_sha512);

    /** Of RFC 5652, and of GM/T 0010. */
    private static final Set<ASN1ObjectIdentifier> SIGNED_DATA =
            Set.of(PKCSObjectIdentifiers.signedData, GMObjectIdentifiers.sm2_pkcs7_signedData);

    /** A proof bundle has room for as many (docs/spec/seal-v1.md §12). */
    private static final int MOST_CERTIFICATES = 4;

    private final String authority;
    private final Set<TrustAnchor> anchors;
    private final List<byte[]> encodedAnchors;

    /**
     * @param authority name that stamps will carry
     * @param anchors at least one certificate; intermediates of the token lead to one of them
     */
    public StampVerifier(String authority, Collection<X509Certificate> anchors) {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("no trust anchor for time stamps of " + authority);
        }
        this.authority = authority;
        Set<TrustAnchor> trusted = new HashSet<>();
        anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
        this.anchors = trusted;
        this.encodedAnchors = anchors.stream().map(StampVerifier::encoded).toList();
    }

    private static byte[] encoded(X509Certificate anchor) {
        try {
            return anchor.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a trust anchor without an encoding", e);
        }
    }

    /**
     * As {@link #verify(byte[], Suite, byte[])}, and besides by the rules of those who verify proof bundles (seal-v1 §12):
     * they are narrower than those of PKIX on algorithms, critical extensions and the anchor's own validity.
     */
    public Stamp verify(byte[] token, Checkpoint checkpoint) throws IOException {
        Stamp stamp = verify(token, checkpoint.suite(), checkpoint.text());
        boolean holds =
                new org.anze.gateway.seal.proof.Stamp(stamp.token(), stamp.chain()).holds(checkpoint, encodedAnchors);
        require(holds, "the token or its certificates are not in the profile of seal-v1 §12: no proof could use it");
        return stamp;
    }

    /** The object identifier of a suite's hash function, for message imprints. */
    static ASN1ObjectIdentifier digest(Suite suite) {
        return suite == Suite.SM ? GMObjectIdentifiers.sm3 : NISTObjectIdentifiers.id_sha256;
    }

    /**
     * Checks a token.
     *
     * @param stamped the bytes that were to be stamped; their hash in this suite must be the token's imprint
     * @throws IOException saying what does not fit
     */
    public Stamp verify(byte[] token, Suite suite, byte[] stamped) throws IOException {
        try {
            // What is kept is DER, and what is kept is what was checked.
            byte[] der = new CMSSignedData(token).toASN1Structure().getEncoded(ASN1Encoding.DER);
            TimeStampToken parsed = new TimeStampToken(new CMSSignedData(der));
            TimeStampTokenInfo info = parsed.getTimeStampInfo();
            require(info.getMessageImprintAlgOID().equals(digest(suite)), "the imprint has another hash function");
            require(Arrays.equals(info.getMessageImprintDigest(), suite.hash(stamped)), "the imprint differs");
            Instant time = info.getGenTime().toInstant();
            X509CertificateHolder signer = signer(parsed);
            requireOneForm(parsed, signer);
            verifySignature(parsed, signer);
            return new Stamp(authority, der, chain(parsed, signer, time), time);
        } catch (CMSException | TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the time-stamp token is not acceptable: " + e.getMessage(), e);
        } catch (RuntimeException malformed) {
            // Bouncy Castle reports malformed ASN.1 as unchecked exceptions of several kinds.
            throw new IOException("the time-stamp token is malformed", malformed);
        }
    }

    private static X509CertificateHolder signer(TimeStampToken token) throws IOException {
        Collection<X509CertificateHolder> signers = token.getCertificates().getMatches(selector(token));
        require(signers.size() == 1, "the token does not carry its signer's certificate");
        return signers.iterator().next();
    }

    @SuppressWarnings("unchecked")
    private static Selector<X509CertificateHolder> selector(TimeStampToken token) {
        return token.getSID();
    }

    /** What CMS leaves unsigned has one form only, so that two tokens that verify never differ in it alone. */
    private static void requireOneForm(TimeStampToken token, X509CertificateHolder signer) throws IOException {
        ContentInfo outer = token.toCMSSignedData().toASN1Structure();
        SignedData content = SignedData.getInstance(outer.getContent());
        ASN1Encodable parsed = content.getSignerInfos().getObjectAt(0);
        SignerInfo information = SignerInfo.getInstance(parsed);
        boolean oneForm = SIGNED_DATA.contains(outer.getContentType())
                && content.getVersion().hasValue(3)
                && content.getEncapContentInfo().getContent() instanceof ASN1OctetString
                && Arrays.equals(
                        information.getEncoded(ASN1Encoding.DER),
                        parsed.toASN1Primitive().getEncoded(ASN1Encoding.DER))
                && content.getDigestAlgorithms().size() == 1
                && AlgorithmIdentifier.getInstance(content.getDigestAlgorithms().getObjectAt(0))
                        .equals(information.getDigestAlgorithm())
                && information.getVersion().hasValue(information.getSID().isTagged() ? 3 : 1)
                && information.getUnauthenticatedAttributes() == null;
        require(oneForm, "the token is not in the form of RFC 5652 for one signer");
        if (!information.getSID().isTagged()) {
            IssuerAndSerialNumber named =
                    IssuerAndSerialNumber.getInstance(information.getSID().getId());
            // Names are compared without regard to case elsewhere.
            boolean same = Arrays.equals(
                    named.getName().getEncoded(), signer.getIssuer().getEncoded());
            require(same, "the token names its signer in another spelling");
        }
    }

    private static void verifySignature(TimeStampToken token, X509CertificateHolder signer)
            throws TSPException, OperatorCreationException, GeneralSecurityException, IOException {
        // A token with several signers does not get this far: TimeStampToken takes one only.
        SignerInformation information =
                token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
        require(
                DIGESTS.contains(information.getDigestAlgorithmID().getAlgorithm()),
                "the token is signed with a hash function that is not permitted");
        require(
                token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2) != null,
                "the token names its certificate by SHA-1 only (RFC 5816 asks for signing-certificate-v2)");
        require(isPermitted(certificate(signer).getPublicKey()), "the authority's key is too short or of another kind");
        // Checks the signature, the content digest, the certificate's digest, its only purpose and its validity then.
        token.validate(new JcaSignerInfoVerifierBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(BOUNCY_CASTLE)
                        .build())
                .setProvider(BOUNCY_CASTLE)
                .setSignatureAlgorithmNameGenerator(new SignatureNames())
                .build(signer));
    }

    private static boolean isPermitted(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;
        }
        // By its name: verifiers of proof bundles know no other curve, and none that is written out in parameters.
        return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm().getParameters()
                        instanceof ASN1ObjectIdentifier curve
                && CURVES.contains(curve);
    }

    /** Signer first; without the anchor. */
    private List<String> chain(TimeStampToken token, X509CertificateHolder signer, Instant time)
            throws GeneralSecurityException {
        List<X509Certificate> carried = new ArrayList<>();
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            carried.add(certificate(holder));
        }
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(certificate(signer));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, wanted);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(carried), BOUNCY_CASTLE));
        parameters.setDate(Date.from(time));
        parameters.setRevocationEnabled(false);
        PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                CertPathBuilder.getInstance("PKIX", BOUNCY_CASTLE).build(parameters);
        List<String> chain = new ArrayList<>();
        if (result.getCertPath().getCertificates().size() > MOST_CERTIFICATES) {
            throw new GeneralSecurityException("the chain has more than " + MOST_CERTIFICATES + " certificates");
        }
        X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
        require(isPermitted(anchor.getPublicKey()), anchor);
        for (Certificate certificate : result.getCertPath().getCertificates()) {
            require(isPermitted(certificate.getPublicKey()), certificate);
            chain.add(Pem.write(Pem.CERTIFICATE, certificate.getEncoded()));
        }
        return chain;
    }

    private static void require(boolean permitted, Certificate certificate) throws GeneralSecurityException {
        if (!permitted) {
            throw new GeneralSecurityException(
                    "a certificate of the chain has a key that is too short or of another kind: "
                            + certificate.getPublicKey().getAlgorithm());
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws GeneralSecurityException {
        return new JcaX509CertificateConverter().setProvider(BOUNCY_CASTLE).getCertificate(holder);
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    /** GM/T 0010 names the signature by the key's algorithm; Bouncy Castle knows the combined identifier only. */
    private static final class SignatureNames implements CMSSignatureAlgorithmNameGenerator {

        private final CMSSignatureAlgorithmNameGenerator others = new DefaultCMSSignatureAlgorithmNameGenerator();

        @Override
        public String getSignatureName(AlgorithmIdentifier digest, AlgorithmIdentifier signature) {
            boolean sm2 = signature.getAlgorithm().equals(GMObjectIdentifiers.sm2sign)
                    || signature.getAlgorithm().equals(GMObjectIdentifiers.sm2sign_with_sm3);
            return sm2 && digest.getAlgorithm().equals(GMObjectIdentifiers.sm3)
                    ? "SM3withSM2"
                    : others.getSignatureName(digest, signature);
        }
    }
}
