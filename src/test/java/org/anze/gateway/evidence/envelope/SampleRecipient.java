package org.anze.gateway.evidence.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.BigIntegers;

/** A party that wants its files encrypted: its certificate, and how it opens an envelope. */
public final class SampleRecipient {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private SampleRecipient() {}

    /**
     * Writes the certificate into a party's folder.
     *
     * @param curve name of a curve, or the length of an RSA key in bits
     * @param usage bits of key usage
     * @param now it is valid for an hour from then
     */
    public static PrivateKey provide(Path folder, String algorithm, String curve, int usage, Instant now)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE);
        if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(curve));
        } else {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=recipient");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        String signature = algorithm.equals("RSA")
                ? "SHA256withRSA"
                : curve.equals("sm2p256v1") ? "SM3withSM2" : "SHA256withECDSA";
        X509Certificate certificate = new JcaX509CertificateConverter()
                .setProvider(BOUNCY_CASTLE)
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature)
                        .setProvider(BOUNCY_CASTLE)
                        .build(pair.getPrivate())));
        Files.write(folder.resolve(EncryptionCertificate.FILE), Pem.encode(certificate));
        return pair.getPrivate();
    }

    /** What is inside an envelope of suite SM, step by step after GM/T 0010 and GM/T 0009. */
    public static byte[] open(EnvelopedData data, PrivateKey key) throws Exception {
        KeyTransRecipientInfo recipient = KeyTransRecipientInfo.getInstance(
                RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0))
                        .getInfo());
        assertThat(recipient.getKeyEncryptionAlgorithm().getAlgorithm().getId()).isEqualTo("1.2.156.10197.1.301.3");
        ASN1Sequence cipher =
                ASN1Sequence.getInstance(recipient.getEncryptedKey().getOctets());
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        raw.write(4);
        for (int i = 0; i < 2; i++) {
            BigInteger coordinate =
                    ASN1Integer.getInstance(cipher.getObjectAt(i)).getValue();
            raw.writeBytes(BigIntegers.asUnsignedByteArray(32, coordinate));
        }
        raw.writeBytes(ASN1OctetString.getInstance(cipher.getObjectAt(2)).getOctets());
        raw.writeBytes(ASN1OctetString.getInstance(cipher.getObjectAt(3)).getOctets());
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(false, (ECPrivateKeyParameters) PrivateKeyFactory.createKey(key.getEncoded()));
        byte[] secret = engine.processBlock(raw.toByteArray(), 0, raw.size());
        var content = data.getEncryptedContentInfo();
        assertThat(content.getContentEncryptionAlgorithm().getAlgorithm().getId())
                .isEqualTo("1.2.156.10197.1.104.2");
        byte[] iv = ASN1OctetString.getInstance(
                        content.getContentEncryptionAlgorithm().getParameters())
                .getOctets();
        Cipher sm4 = Cipher.getInstance("SM4/CBC/PKCS5Padding", BOUNCY_CASTLE);
        sm4.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret, "SM4"), new IvParameterSpec(iv));
        return sm4.doFinal(content.getEncryptedContent().getOctets());
    }
}
