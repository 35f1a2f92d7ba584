package org.anze.gateway.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.anze.gateway.origin.SampleSigners.JIA;
import static org.anze.gateway.origin.SampleSigners.YI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.anze.gateway.identity.certificate.CertificateProblem;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.junit.jupiter.api.Test;

class CmsSignatureTest {

    private static final byte[] BODY = "保单号,起保日期\nP-1,2026-01-01\n".getBytes(UTF_8);
    private static final Issued SM2 = SampleSigners.sm2(JIA);
    private static final Issued EC = SampleSigners.ec(JIA);
    private static final Issued RSA = SampleSigners.rsa(JIA);

    private static PresentedSignature cms(byte[] der) {
        return new PresentedSignature.Detached(Kind.CMS, der);
    }

    private static SampleCms ec() {
        return new SampleCms(BODY, EC.key(), EC.certificate());
    }

    private static SampleCms sm2() {
        return SampleCms.sm2(BODY, SM2.key(), SM2.certificate());
    }

    private static SampleCms rsa() {
        return SampleCms.rsa(BODY, RSA.key(), RSA.certificate());
    }

    private static SampleCms pss(String hash, int salt) {
        AlgorithmIdentifier digest = new AlgorithmIdentifier(
                hash.equals("SHA1") ? PKCSObjectIdentifiers.sha1WithRSAEncryption : NISTObjectIdentifiers.id_sha256,
                DERNull.INSTANCE);
        return SampleCms.rsa(BODY, RSA.key(), RSA.certificate())
                .algorithm("1.2.840.113549.1.1.10", hash + "WITHRSAANDMGF1")
                .parameters(new RSASSAPSSparams(
                        digest,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                        new ASN1Integer(salt),
                        new ASN1Integer(1)));
    }

    @Test
    void acceptsWhatTheStandardsDescribe() {
        Map<String, SampleCms> good = new LinkedHashMap<>();
        good.put("SM2 / SM3", sm2());
        good.put("SM2 / SM3 ", sm2().gm());
        good.put("ECDSA P-256 / SHA-256", ec());
        good.put(
                "ECDSA P-256 / SHA-384",
                ec().hash("2.16.840.1.101.3.4.2.2", "SHA-384").algorithm("1.2.840.10045.4.3.3", "SHA384WITHECDSA"));
        good.put("RSA / SHA-256", rsa());
        good.put(
                "RSA / SHA-256 ",
                rsa().algorithm("1.2.840.113549.1.1.1", "SHA256WITHRSA").parameters(DERNull.INSTANCE));
        good.put(
                "RSA / SHA-512",
                rsa().hash("2.16.840.1.101.3.4.2.3", "SHA-512").algorithm("1.2.840.113549.1.1.13", "SHA512WITHRSA"));
        good.put("RSA PSS / SHA-256", pss("SHA256", 32));
        good.forEach((name, cms) -> {
            byte[] der = cms.der();
            VerifiedOrigin origin = Objects.requireNonNull(SampleSigners.verify(JIA, cms(der), BODY), name);

            assertThat(origin.algorithm()).isEqualTo(name.strip());
            assertThat(origin.kind()).isEqualTo(Kind.CMS);
            assertThat(origin.evidence()).isEqualTo(der);
            assertThat(origin.signedAt()).isEqualTo(Instant.parse("2026-11-22T01:30:00Z"));
        });
    }

    @Test
    void acceptsWhatAnotherLibraryMakes() throws Exception {
        for (Issued signer : List.of(EC, RSA, SM2)) {
            String algorithm = signer == EC ? "SHA256withECDSA" : signer == RSA ? "SHA256withRSA" : "SM3withSM2";
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setProvider(Pem.BOUNCY_CASTLE)
                    .build(algorithm, signer.key(), signer.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
            byte[] der =
                    generator.generate(new CMSProcessableByteArray(BODY), false).getEncoded("DER");

            assertThat(SampleSigners.verify(JIA, cms(der), BODY)).as(algorithm).isNotNull();
            assertThat(SampleSigners.verify(JIA, PresentedSignature.ofFile(der), BODY))
                    .isNotNull();
            byte[] base64 = Base64.getMimeEncoder().encode(der);
            assertThat(SampleSigners.verify(JIA, PresentedSignature.ofFile(base64), BODY))
                    .isNotNull();
            String line = Base64.getEncoder().encodeToString(der);
            assertThat(SampleSigners.verify(JIA, PresentedSignature.ofText(line), BODY))
                    .isNotNull();
        }
    }

    @Test
    void acceptsACertificateOfABranchAuthorityOnlyWithItsWholeChain() {
        Issued own = SampleSigners.BELOW.issue(SampleSigners.wish(JIA));
        refused(CertificateProblem.CHAIN_UNSOUND, new SampleCms(BODY, own.key(), own.certificate()));
        SampleCms whole = new SampleCms(BODY, own.key(), own.certificate()).beside(SampleSigners.BELOW.certificate());

        assertThat(SampleSigners.verify(JIA, cms(whole.der()), BODY)).isNotNull();
        assertThat(SampleSigners.verify(
                        JIA,
                        cms(whole.beside(SampleSigners.ecAuthority().certificate())
                                .der()),
                        BODY))
                .isNotNull();
    }

    private static void refused(ProblemKind kind, SampleCms cms) {
        refused(kind, cms.der(), BODY);
    }

    private static void refused(ProblemKind kind, byte[] der, byte[] body) {
        assertThatThrownBy(() -> SampleSigners.verify(JIA, cms(der), body))
                .isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                                problem.finding().code())
                        .as(problem.finding().en())
                        .isEqualTo(kind.text().code()));
    }

    @Test
    void refusesASignatureOverSomethingElse() {
        byte[] other = BODY.clone();
        other[other.length - 2]++;

        refused(OriginProblem.CONTENT_DIFFERS, ec().der(), other);
        refused(OriginProblem.CONTENT_DIFFERS, sm2().gm().der(), Arrays.copyOf(BODY, BODY.length - 1));
        refused(OriginProblem.CONTENT_DIFFERS, rsa().der(), new byte[0]);
    }

    @Test
    void refusesTheCertificateOfAnotherParty() {
        Issued yi = SampleSigners.ec(YI);

        refused(OriginProblem.OTHER_PARTY, new SampleCms(BODY, yi.key(), yi.certificate()));
        // The name of one party, the key of another.
        refused(OriginProblem.WRONG, new SampleCms(BODY, yi.key(), EC.certificate()));
        refused(OriginProblem.CERTIFICATES, ec().beside(yi.certificate()));
        refused(OriginProblem.CERTIFICATES, ec().named(yi.certificate()));
        refused(OriginProblem.CERTIFICATES, ec().named(yi.certificate()).beside(yi.certificate()));
    }

    @Test
    void refusesCertificatesThatAreUnknownExpiredOrNotForSigning() {
        Issued foreign = SampleSigners.foreign(JIA);
        refused(CertificateProblem.CHAIN_UNSOUND, new SampleCms(BODY, foreign.key(), foreign.certificate()));
        Issued expired = SampleSigners.expired(JIA);
        refused(CertificateProblem.EXPIRED, new SampleCms(BODY, expired.key(), expired.certificate()));
        Issued encrypts = SampleSigners.notForSigning(JIA);
        refused(CertificateProblem.WRONG_USAGE, new SampleCms(BODY, encrypts.key(), encrypts.certificate()));
        refused(OriginProblem.CERTIFICATES, new SampleCms(BODY, EC.key()).named(EC.certificate()));
    }

    @Test
    void refusesWeakAlgorithmsAndShortKeys() {
        refused(
                OriginProblem.ALGORITHM,
                ec().hash("1.3.14.3.2.26", "SHA-1").algorithm("1.2.840.10045.4.1", "SHA1WITHECDSA"));
        refused(
                OriginProblem.ALGORITHM,
                rsa().hash("1.3.14.3.2.26", "SHA-1").algorithm("1.2.840.113549.1.1.5", "SHA1WITHRSA"));
        refused(OriginProblem.ALGORITHM, rsa().algorithm("1.2.840.113549.1.1.5", "SHA1WITHRSA"));
        refused(OriginProblem.ALGORITHM, rsa().hash("1.2.840.113549.2.5", "MD5"));
        refused(OriginProblem.ALGORITHM, rsa().hash("2.16.840.1.101.3.4.2.4", "SHA-224"));
        refused(OriginProblem.ALGORITHM, pss("SHA1", 20));
        refused(OriginProblem.ALGORITHM, pss("SHA256", 20));
        refused(OriginProblem.ALGORITHM, rsa().algorithm("1.2.840.113549.1.1.10", "SHA1WITHRSAANDMGF1"));
        Issued small = SampleSigners.shortRsa(JIA);
        refused(OriginProblem.KEY, SampleCms.rsa(BODY, small.key(), small.certificate()));
    }

    @Test
    void refusesAlgorithmsThatDoNotFitTheKey() {
        refused(OriginProblem.KEY, ec().algorithm("1.2.840.113549.1.1.11", "SHA256WITHECDSA"));
        refused(OriginProblem.KEY, rsa().algorithm("1.2.840.10045.4.3.2", "SHA256WITHRSA"));
        // The same curve arithmetic, another signature scheme.
        refused(
                OriginProblem.KEY,
                sm2().hash("2.16.840.1.101.3.4.2.1", "SHA-256").algorithm("1.2.840.10045.4.3.2", "SM3WITHSM2"));
        refused(
                OriginProblem.KEY,
                ec().hash("1.2.156.10197.1.401", "SM3").algorithm("1.2.156.10197.1.501", "SHA256WITHECDSA"));
        refused(OriginProblem.ALGORITHM, sm2().hash("2.16.840.1.101.3.4.2.1", "SHA-256"));
        refused(OriginProblem.ALGORITHM, ec().hash("2.16.840.1.101.3.4.2.2", "SHA-384"));
        refused(OriginProblem.ALGORITHM, ec().hash("1.2.156.10197.1.401", "SM3"));
        refused(OriginProblem.ALGORITHM, ec().parameters(new ASN1Integer(1)));
    }

    @Test
    void refusesAttachedContentWhetherItDiffersOrNot() {
        refused(OriginProblem.NOT_DETACHED, ec().attached("something else".getBytes(UTF_8)));
        refused(OriginProblem.NOT_DETACHED, ec().attached(BODY));
    }

    @Test
    void refusesAllButOneSigner() {
        refused(OriginProblem.NOT_ONE_SIGNER, ec().signers(2));
        refused(OriginProblem.NOT_ONE_SIGNER, ec().signers(0));
    }

    @Test
    void refusesWhatTheSignatureDoesNotCover() {
        refused(OriginProblem.UNSIGNED_PART, ec().withUnsignedAttributes());
        refused(OriginProblem.UNSIGNED_PART, ec().withLists());
    }

    @Test
    void refusesMissingAndRepeatedAttributes() {
        refused(OriginProblem.ATTRIBUTE, ec().without(CMSAttributes.messageDigest));
        refused(OriginProblem.ATTRIBUTE, ec().without(CMSAttributes.contentType));
        refused(OriginProblem.ATTRIBUTE, ec().withoutSignedAttributes());
        refused(OriginProblem.ATTRIBUTE, ec().twice(CMSAttributes.messageDigest));
        refused(OriginProblem.ATTRIBUTE, ec().twice(CMSAttributes.signingTime));
    }

    @Test
    void refusesMixedAndUnknownObjectIdentifiers() {
        refused(OriginProblem.MALFORMED, ec().data("1.2.840.113549.1.9.16.1.4"));
        refused(OriginProblem.MALFORMED, ec().data(SampleCms.GM_DATA));
        refused(OriginProblem.MALFORMED, sm2().gm().data(SampleCms.DATA));
        refused(OriginProblem.MALFORMED, ec().version(3));
    }

    @Test
    void refusesWhatIsNotDer() throws Exception {
        byte[] der = ec().der();
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        byte[] indefinite;
        try (ASN1InputStream in = new ASN1InputStream(der)) {
            ASN1Sequence outer = ASN1Sequence.getInstance(in.readObject());
            indefinite = new BERSequence(outer.toArray()).getEncoded();
        }

        refused(OriginProblem.MALFORMED, longer, BODY);
        refused(OriginProblem.MALFORMED, indefinite, BODY);
        refused(OriginProblem.MALFORMED, new byte[0], BODY);
        refused(OriginProblem.MALFORMED, "-----BEGIN PKCS7-----".getBytes(UTF_8), BODY);
        refused(OriginProblem.MALFORMED, new byte[] {0x30, (byte) 0x84, 0x7f, 0x7f, 0x7f, 0x7f}, BODY);
        refused(OriginProblem.TOO_LARGE, new byte[PresentedSignature.MOST_BYTES + 1], BODY);
        assertThatThrownBy(() -> PresentedSignature.ofFile(new byte[PresentedSignature.MOST_BYTES + 1]))
                .isInstanceOf(SenderMustCorrect.class);
        for (String text : List.of("MII=", "MI I", "MIIB", "MIIC\u0000", "****", "MIIB====")) {
            assertThatThrownBy(() -> SampleSigners.verify(JIA, PresentedSignature.ofText(text), BODY))
                    .as(text)
                    .isInstanceOf(SenderMustCorrect.class);
        }
    }

    @Test
    void demandsASignatureWhereThePartysFileDoes() {
        assertThat(SampleSigners.verify(JIA, null, BODY)).isNull();
        assertThat(SampleSigners.verify(SampleSigners.STRICT_JIA, cms(ec().der()), BODY))
                .isNotNull();
        assertThatThrownBy(() -> SampleSigners.verify(SampleSigners.STRICT_JIA, null, BODY))
                .isInstanceOfSatisfying(SenderMustCorrect.class, problem -> {
                    assertThat(problem.finding().code()).isEqualTo("ORG-0001");
                    assertThat(problem.finding().rule()).isEqualTo("V-S10");
                });
    }

    /** Every byte of signature files of all kinds, each with every bit in turn of its place. */
    @Test
    void refusesASignatureFileWithAnyByteChanged() {
        Issued own = SampleSigners.BELOW.issue(SampleSigners.wish(JIA));
        for (SampleCms cms : List.of(
                sm2().gm(),
                rsa(),
                pss("SHA256", 32),
                new SampleCms(BODY, own.key(), own.certificate()).beside(SampleSigners.BELOW.certificate()))) {
            byte[] der = cms.der();
            assertThat(SampleSigners.verify(JIA, cms(der), BODY)).isNotNull();
            for (int i = 0; i < der.length; i++) {
                byte[] changed = der.clone();
                changed[i] ^= (byte) (1 << i % 8);
                assertThat(catchThrowable(() -> SampleSigners.verify(JIA, cms(changed), BODY)))
                        .as("byte %d of %s", i, HexFormat.of().formatHex(der))
                        .isInstanceOf(GatewayProblem.class);
            }
        }
    }
}
