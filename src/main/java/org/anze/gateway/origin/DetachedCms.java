package org.anze.gateway.origin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * CMS SignedData without content (RFC 5652 section 5), also under the object identifiers of GM/T 0010. Strict: DER only, one
 * signer with signed attributes, certificates that lead upwards from it, and nothing that no signature covers.
 */
final class DetachedCms {

    private static final ASN1ObjectIdentifier GM_DATA = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.1");
    private static final ASN1ObjectIdentifier GM_SIGNED_DATA = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.2");
    private static final ASN1ObjectIdentifier SM2_SIGN = new ASN1ObjectIdentifier("1.2.156.10197.1.301.1");
    private static final ASN1ObjectIdentifier SM2_WITH_SM3 = new ASN1ObjectIdentifier("1.2.156.10197.1.501");
    private static final Map<ASN1ObjectIdentifier, Hash> RSA = Map.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, Hash.SHA256,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, Hash.SHA384,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, Hash.SHA512);
    private static final Map<ASN1ObjectIdentifier, Hash> ECDSA = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, Hash.SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, Hash.SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512, Hash.SHA512);

    private final List<X509Certificate> chain;
    private final String algorithm;
    private final Hash hash;
    private final byte[] contentDigest;
    private final @Nullable Instant signedAt;

    private DetachedCms(
            List<X509Certificate> chain,
            String algorithm,
            Hash hash,
            byte[] contentDigest,
            @Nullable Instant signedAt) {
        this.chain = chain;
        this.algorithm = algorithm;
        this.hash = hash;
        this.contentDigest = contentDigest;
        this.signedAt = signedAt;
    }

    /**
     * Reads a signature and verifies it over its signed attributes; whose it is and what it is about are asked afterwards.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect for whatever is wrong with it
     */
    static DetachedCms read(byte[] der) {
        try {
            ContentInfo outer = ContentInfo.getInstance(onlyObject(der));
            boolean gm = GM_SIGNED_DATA.equals(outer.getContentType());
            if (!gm && !CMSObjectIdentifiers.signedData.equals(outer.getContentType())) {
                throw OriginProblem.MALFORMED.refusal("CMS SignedData");
            }
            SignedData signed = SignedData.getInstance(outer.getContent());
            // Written again from what was understood: nothing was passed over, and there was one way to write it.
            if (!Arrays.equals(new ContentInfo(outer.getContentType(), signed).getEncoded(ASN1Encoding.DER), der)) {
                throw OriginProblem.MALFORMED.refusal("CMS (DER)");
            }
            return read(signed, gm ? GM_DATA : CMSObjectIdentifiers.data);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException unreadable) {
            throw OriginProblem.MALFORMED.refusal("CMS");
        }
    }

    private static ASN1Primitive onlyObject(byte[] der) throws IOException {
        try (ASN1InputStream in = new ASN1InputStream(new ByteArrayInputStream(der), der.length)) {
            ASN1Primitive object = in.readObject();
            if (object == null || in.read() >= 0) {
                throw OriginProblem.MALFORMED.refusal("CMS");
            }
            return object;
        }
    }

    private static DetachedCms read(SignedData signed, ASN1ObjectIdentifier data) throws IOException {
        if (signed.getEncapContentInfo().getContent() != null) {
            throw OriginProblem.NOT_DETACHED.refusal();
        }
        if (!data.equals(signed.getEncapContentInfo().getContentType())) {
            throw OriginProblem.MALFORMED.refusal("CMS (data)");
        }
        if (signed.getSignerInfos().size() != 1) {
            throw OriginProblem.NOT_ONE_SIGNER.refusal();
        }
        if (signed.getCRLs() != null) {
            throw OriginProblem.UNSIGNED_PART.refusal("crls");
        }
        ASN1Encodable written = signed.getSignerInfos().getObjectAt(0);
        SignerInfo signer = SignerInfo.getInstance(written);
        if (!Arrays.equals(
                signer.getEncoded(ASN1Encoding.DER), written.toASN1Primitive().getEncoded(ASN1Encoding.DER))) {
            throw OriginProblem.MALFORMED.refusal("CMS (SignerInfo)");
        }
        if (signer.getUnauthenticatedAttributes() != null) {
            throw OriginProblem.UNSIGNED_PART.refusal("unsignedAttrs");
        }
        boolean byKey = signer.getSID().isTagged();
        BigInteger version = BigInteger.valueOf(byKey ? 3 : 1);
        if (!signer.getVersion().hasValue(version) || !signed.getVersion().hasValue(version)) {
            throw OriginProblem.MALFORMED.refusal("CMS (version)");
        }
        Hash hash = hash(signed, signer);
        List<X509Certificate> chain = chain(signed, signer, byKey);
        SigningKey key = SigningKey.of(chain.get(0));
        boolean pss = mustFit(signer.getDigestEncryptionAlgorithm(), key.kind(), hash);
        Map<ASN1ObjectIdentifier, ASN1Encodable> attributes = attributes(signer.getAuthenticatedAttributes());
        if (!data.equals(attributes.get(CMSAttributes.contentType))) {
            throw OriginProblem.ATTRIBUTE.refusal("contentType");
        }
        if (!(attributes.get(CMSAttributes.messageDigest) instanceof ASN1OctetString digest)
                || digest.getOctets().length != hash.length()) {
            throw OriginProblem.ATTRIBUTE.refusal("messageDigest");
        }
        verify(signer, key.verification(hash, pss));
        String algorithm = key.kind().shown() + (pss ? " PSS / " : " / ") + hash.shown();
        return new DetachedCms(
                chain, algorithm, hash, digest.getOctets(), time(attributes.get(CMSAttributes.signingTime)));
    }

    private static void verify(SignerInfo signer, Signature verification) throws IOException {
        try {
            verification.update(signer.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER));
            if (!verification.verify(signer.getEncryptedDigest().getOctets())) {
                throw OriginProblem.WRONG.refusal();
            }
        } catch (SignatureException malformed) {
            throw OriginProblem.WRONG.refusal();
        }
    }

    private static Hash hash(SignedData signed, SignerInfo signer) {
        Hash hash = plain(signer.getDigestAlgorithm());
        ASN1Set named = signed.getDigestAlgorithms();
        if (named.size() != 1 || plain(AlgorithmIdentifier.getInstance(named.getObjectAt(0))) != hash) {
            throw OriginProblem.ALGORITHM.refusal("digestAlgorithms");
        }
        return hash;
    }

    private static Hash plain(AlgorithmIdentifier algorithm) {
        mustHaveNoParameters(algorithm);
        return Hash.of(algorithm.getAlgorithm())
                .orElseThrow(() -> OriginProblem.ALGORITHM.refusal(algorithm.getAlgorithm()));
    }

    private static void mustHaveNoParameters(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (parameters != null && !DERNull.INSTANCE.equals(parameters)) {
            throw OriginProblem.ALGORITHM.refusal(algorithm.getAlgorithm());
        }
    }

    /** Whether it is RSASSA-PSS. */
    private static boolean mustFit(AlgorithmIdentifier algorithm, SigningKey.Kind key, Hash hash) {
        ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
        boolean pss = PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid);
        if (pss) {
            mustBeUsual(algorithm, hash);
        } else {
            mustHaveNoParameters(algorithm);
        }
        boolean sm2 = SM2_SIGN.equals(oid) || SM2_WITH_SM3.equals(oid);
        boolean rsa = pss || RSA.containsKey(oid) || PKCSObjectIdentifiers.rsaEncryption.equals(oid);
        if (!sm2 && !rsa && !ECDSA.containsKey(oid)) {
            throw OriginProblem.ALGORITHM.refusal(oid);
        }
        boolean keyFits =
                switch (key) {
                    case SM2 -> sm2;
                    case RSA -> rsa;
                    case P256, P384 -> ECDSA.containsKey(oid);
                };
        if (!keyFits) {
            throw OriginProblem.KEY.refusal();
        }
        boolean hashFits = sm2
                ? hash == Hash.SM3
                : hash != Hash.SM3 && RSA.getOrDefault(oid, hash) == hash && ECDSA.getOrDefault(oid, hash) == hash;
        if (!hashFits) {
            throw OriginProblem.ALGORITHM.refusal(hash.shown());
        }
        return pss;
    }

    private static void mustBeUsual(AlgorithmIdentifier pss, Hash hash) {
        if (pss.getParameters() == null) {
            // Left out means SHA-1.
            throw OriginProblem.ALGORITHM.refusal("RSASSA-PSS");
        }
        RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(pss.getParameters());
        boolean usual = plain(parameters.getHashAlgorithm()) == hash
                && PKCSObjectIdentifiers.id_mgf1.equals(
                        parameters.getMaskGenAlgorithm().getAlgorithm())
                && plain(AlgorithmIdentifier.getInstance(
                                parameters.getMaskGenAlgorithm().getParameters()))
                        == hash
                && parameters.getSaltLength().intValueExact() == hash.length()
                && parameters.getTrailerField().intValueExact() == 1;
        if (!usual) {
            throw OriginProblem.ALGORITHM.refusal("RSASSA-PSS");
        }
    }

    private static List<X509Certificate> chain(SignedData signed, SignerInfo signer, boolean byKey) throws IOException {
        ASN1Set given = signed.getCertificates();
        if (given == null || given.size() == 0 || given.size() > Certificates.MOST) {
            throw OriginProblem.CERTIFICATES.refusal();
        }
        List<X509Certificate> all = new ArrayList<>();
        for (ASN1Encodable each : given) {
            if (!(each.toASN1Primitive() instanceof ASN1Sequence)) {
                // An attribute certificate, or a form of former times.
                throw OriginProblem.CERTIFICATES.refusal();
            }
            all.add(Certificates.read(each.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        }
        List<X509Certificate> meant = all.stream()
                .filter(certificate -> byKey ? hasKey(certificate, signer) : hasNumber(certificate, signer))
                .toList();
        if (meant.size() != 1) {
            throw OriginProblem.CERTIFICATES.refusal();
        }
        return Certificates.chain(meant.get(0), all);
    }

    private static boolean hasNumber(X509Certificate certificate, SignerInfo signer) {
        IssuerAndSerialNumber wanted =
                IssuerAndSerialNumber.getInstance(signer.getSID().getId());
        return wanted.getSerialNumber().hasValue(certificate.getSerialNumber())
                && Arrays.equals(
                        encoded(wanted.getName()),
                        certificate.getIssuerX500Principal().getEncoded());
    }

    private static byte[] encoded(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be written", e);
        }
    }

    private static boolean hasKey(X509Certificate certificate, SignerInfo signer) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return extension != null
                && Arrays.equals(
                        SubjectKeyIdentifier.getInstance(
                                        ASN1OctetString.getInstance(extension).getOctets())
                                .getKeyIdentifier(),
                        ASN1OctetString.getInstance(signer.getSID().getId()).getOctets());
    }

    /** Each attribute once, with one value. */
    private static Map<ASN1ObjectIdentifier, ASN1Encodable> attributes(@Nullable ASN1Set signed) {
        if (signed == null) {
            throw OriginProblem.ATTRIBUTE.refusal("messageDigest");
        }
        Map<ASN1ObjectIdentifier, ASN1Encodable> attributes = new HashMap<>();
        for (ASN1Encodable each : signed) {
            Attribute attribute = Attribute.getInstance(each);
            if (attribute.getAttrValues().size() != 1
                    || attributes.put(
                                    attribute.getAttrType(),
                                    attribute.getAttrValues().getObjectAt(0))
                            != null) {
                throw OriginProblem.ATTRIBUTE.refusal(attribute.getAttrType());
            }
        }
        return attributes;
    }

    private static @Nullable Instant time(@Nullable ASN1Encodable value) {
        try {
            return value == null ? null : Time.getInstance(value).getDate().toInstant();
        } catch (IllegalStateException | IllegalArgumentException noTime) {
            throw OriginProblem.ATTRIBUTE.refusal("signingTime");
        }
    }

    List<X509Certificate> chain() {
        return chain;
    }

    /** Follows the content. */
    OriginWatch watch(byte[] evidence) {
        MessageDigest digest = hash.digest();
        return new OriginWatch() {
            @Override
            void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public VerifiedOrigin finish() {
                if (!MessageDigest.isEqual(digest.digest(), contentDigest)) {
                    throw OriginProblem.CONTENT_DIFFERS.refusal();
                }
                return new VerifiedOrigin(
                        org.anze.gateway.seal.entry.EntryOrigin.Kind.CMS, algorithm, chain.get(0), signedAt, evidence);
            }
        };
    }
}
