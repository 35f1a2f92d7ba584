package org.anze.gateway.evidence.envelope;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.anze.gateway.party.Party.Oids;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.KeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.AsymmetricKeyWrapper;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/**
 * Encrypts a signed envelope to one certificate: SM2 and SM4-CBC in suite SM, RSA-OAEP or ECDH with AES-256-GCM in suite INTL.
 * Safe for several threads.
 */
public final class EncryptedEnvelope {

    /** Made once: it takes long. */
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SM4_KEY_BITS = 128;

    private final Suite suite;

    /** For the suite of the ledger. */
    public EncryptedEnvelope(Suite suite) {
        this.suite = suite;
    }

    /**
     * ContentInfo in DER: EnvelopedData in suite SM, AuthEnvelopedData (RFC 5083) in suite INTL. The content is data: the
     * signed envelope as it is, so that decrypting gives a file that can be verified.
     *
     * @param signed what {@link SignedEnvelope} made
     * @param recipient must have passed {@link EncryptionCertificate}
     */
    public byte[] encrypt(byte[] signed, X509Certificate recipient, Oids oids) {
        try {
            return (suite == Suite.SM ? national(signed, recipient, oids) : international(signed, recipient))
                    .getEncoded(ASN1Encoding.DER);
        } catch (CMSException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the envelope cannot be encrypted", e);
        }
    }

    private static ContentInfo national(byte[] signed, X509Certificate recipient, Oids oids)
            throws CMSException, GeneralSecurityException, IOException {
        boolean own = oids == Oids.GMT0010;
        X509CertificateHolder holder = new X509CertificateHolder(recipient.getEncoded());
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new Sm2Recipient(holder));
        ASN1ObjectIdentifier inside = own ? GMObjectIdentifiers.sm2_pkcs7_data : PKCSObjectIdentifiers.data;
        ContentInfo made = generator
                .generate(
                        new CMSProcessableByteArray(inside, signed),
                        new JceCMSContentEncryptorBuilder(GMObjectIdentifiers.sms4_cbc, SM4_KEY_BITS)
                                .setProvider(BOUNCY_CASTLE)
                                .build())
                .toASN1Structure();
        if (!own) {
            return made;
        }
        ASN1Sequence data = ASN1Sequence.getInstance(made.getContent());
        return new ContentInfo(GMObjectIdentifiers.sm2_pkcs7_envelopedData, SignedEnvelope.withVersion(data, 1));
    }

    private static ContentInfo international(byte[] signed, X509Certificate recipient)
            throws CMSException, GeneralSecurityException, IOException {
        CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(recipientOf(recipient));
        OutputAEADEncryptor encryptor = (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                .setProvider(BOUNCY_CASTLE)
                .build();
        return generator
                .generate(new CMSProcessableByteArray(signed), encryptor)
                .toASN1Structure();
    }

    private static RecipientInfoGenerator recipientOf(X509Certificate recipient) throws GeneralSecurityException {
        if (recipient.getPublicKey() instanceof ECPublicKey key) {
            KeyPairGenerator ephemeral = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
            ephemeral.initialize(key.getParams(), RANDOM);
            KeyPair pair = ephemeral.generateKeyPair();
            return new JceKeyAgreeRecipientInfoGenerator(
                            CMSAlgorithm.ECDH_SHA256KDF, pair.getPrivate(), pair.getPublic(), CMSAlgorithm.AES256_WRAP)
                    .setProvider(BOUNCY_CASTLE)
                    .addRecipient(recipient);
        }
        AlgorithmIdentifier oaep = new JcaAlgorithmParametersConverter()
                .getAlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSAES_OAEP,
                        new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return new JceKeyTransRecipientInfoGenerator(recipient, oaep).setProvider(BOUNCY_CASTLE);
    }

    /** Key transport with SM2 (GM/T 0010): the content key as an SM2Cipher of GM/T 0009. */
    private static final class Sm2Recipient extends KeyTransRecipientInfoGenerator {

        Sm2Recipient(X509CertificateHolder recipient) {
            super(new IssuerAndSerialNumber(recipient.toASN1Structure()), new Sm2Wrapper(recipient));
        }
    }

    private static final class Sm2Wrapper extends AsymmetricKeyWrapper {

        private static final int COORDINATE = 32;
        private static final int POINT = 1 + 2 * COORDINATE;
        private static final int HASH = 32;

        private final X509CertificateHolder recipient;

        Sm2Wrapper(X509CertificateHolder recipient) {
            super(new AlgorithmIdentifier(GMObjectIdentifiers.sm2encrypt));
            this.recipient = recipient;
        }

        @Override
        public byte[] generateWrappedKey(GenericKey key) throws OperatorException {
            try {
                ECPublicKeyParameters publicKey =
                        (ECPublicKeyParameters) PublicKeyFactory.createKey(recipient.getSubjectPublicKeyInfo());
                byte[] secret = secret(key);
                SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
                engine.init(true, new ParametersWithRandom(publicKey, RANDOM));
                return cipher(engine.processBlock(secret, 0, secret.length));
            } catch (IOException | InvalidCipherTextException e) {
                throw new OperatorException("the content key cannot be encrypted", e);
            }
        }

        private static byte[] secret(GenericKey key) {
            return key.getRepresentation() instanceof java.security.Key secret
                    ? secret.getEncoded()
                    : (byte[]) key.getRepresentation();
        }

        /** SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING, cipher text OCTET STRING }. */
        private static byte[] cipher(byte[] raw) throws IOException {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1, 1 + COORDINATE))));
            parts.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1 + COORDINATE, POINT))));
            parts.add(new DEROctetString(Arrays.copyOfRange(raw, POINT, POINT + HASH)));
            parts.add(new DEROctetString(Arrays.copyOfRange(raw, POINT + HASH, raw.length)));
            return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        }
    }
}
