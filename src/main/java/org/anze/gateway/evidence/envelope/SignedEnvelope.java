package org.anze.gateway.evidence.envelope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.anze.gateway.party.Party.Oids;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Makes SignedData with the content inside, signed by the gateway's sealing key, which never has to leave its {@link Signer}.
 * Safe for several threads.
 */
public final class SignedEnvelope {

    private final Signer signer;
    private final X509CertificateHolder certificate;

    /** The certificate must be that of the signer. */
    public SignedEnvelope(Signer signer, SealCertificate certificate) {
        this.signer = signer;
        try (PemReader reader = new PemReader(new StringReader(certificate.pem()))) {
            this.certificate = new X509CertificateHolder(reader.readPemObject().getContent());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The ledger's suite. */
    Suite suite() {
        return signer.suite();
    }

    /**
     * ContentInfo in DER with SignedData, the content inside, the sealing certificate beside it, and signed attributes
     * (content type, message digest, signing time).
     *
     * @param oids which object identifiers; only suite SM has a choice
     */
    public byte[] sign(byte[] content, Oids oids, Instant now) {
        try {
            boolean national = oids == Oids.GMT0010 && suite() == Suite.SM;
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.setDefiniteLengthEncoding(true);
            SignerInfoGeneratorBuilder builder = new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                    .setProvider(EncryptedEnvelope.BOUNCY_CASTLE)
                    .build());
            builder.setContentDigest(digest());
            builder.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(time(now)));
            generator.addSignerInfoGenerator(builder.build(new Hand(national), certificate));
            generator.addCertificates(new CollectionStore<>(List.of(certificate)));
            ASN1ObjectIdentifier data = national ? GMObjectIdentifiers.sm2_pkcs7_data : PKCSObjectIdentifiers.data;
            ContentInfo made = generator
                    .generate(new CMSProcessableByteArray(data, content), true)
                    .toASN1Structure();
            return (national ? national(made) : made).getEncoded(ASN1Encoding.DER);
        } catch (CMSException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the envelope cannot be made", e);
        }
    }

    /** GM/T 0010 has its own content type, and version 1 whatever is inside. */
    private static ContentInfo national(ContentInfo made) {
        ASN1Sequence content = ASN1Sequence.getInstance(made.getContent());
        return new ContentInfo(GMObjectIdentifiers.sm2_pkcs7_signedData, withVersion(content, 1));
    }

    static DERSequence withVersion(ASN1Sequence sequence, int version) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (ASN1Encodable part : sequence) {
            parts.add(parts.size() == 0 ? new ASN1Integer(version) : part);
        }
        return new DERSequence(parts);
    }

    private static AttributeTable time(Instant now) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now)))));
        return new AttributeTable(attributes);
    }

    private AlgorithmIdentifier digest() {
        return new AlgorithmIdentifier(suite() == Suite.SM ? GMObjectIdentifiers.sm3 : NISTObjectIdentifiers.id_sha256);
    }

    /** Signs what CMS gives it; the sealing key hashes by itself. */
    private final class Hand implements ContentSigner {

        private final boolean national;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Hand(boolean national) {
            this.national = national;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(
                    suite() == Suite.INTL
                            ? X9ObjectIdentifiers.ecdsa_with_SHA256
                            : national ? GMObjectIdentifiers.sm2sign : GMObjectIdentifiers.sm2sign_with_sm3);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return signer.sign(content.toByteArray());
        }
    }
}
