package org.anze.gateway.origin;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/** CMS SignedData made by hand, so that it can be made wrong. */
public final class SampleCms {

    static final String DATA = "1.2.840.113549.1.7.1";
    static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    static final String GM_DATA = "1.2.156.10197.6.1.4.2.1";
    static final String GM_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2";

    private final byte[] content;
    private final PrivateKey key;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private String outer = SIGNED_DATA;
    private String data = DATA;
    private String digest = "2.16.840.1.101.3.4.2.1";
    private String digestName = "SHA-256";
    private String algorithm = "1.2.840.10045.4.3.2";
    private String signature = "SHA256WITHECDSA";
    private @Nullable ASN1Encodable parameters;
    private boolean signedAttributes = true;
    private @Nullable ASN1ObjectIdentifier without;
    private @Nullable ASN1ObjectIdentifier twice;
    private boolean unsignedAttributes;
    private boolean lists;
    private byte @Nullable [] attached;
    private int signers = 1;
    private int version = 1;
    private @Nullable X509Certificate named;

    SampleCms(byte[] content, PrivateKey key, X509Certificate... certificates) {
        this.content = content;
        this.key = key;
        this.certificates.addAll(List.of(certificates));
    }

    /** By an SM2 key. */
    public static SampleCms sm2(byte[] content, PrivateKey key, X509Certificate... certificates) {
        return new SampleCms(content, key, certificates)
                .hash("1.2.156.10197.1.401", "SM3")
                .algorithm("1.2.156.10197.1.501", "SM3WITHSM2");
    }

    static SampleCms rsa(byte[] content, PrivateKey key, X509Certificate... certificates) {
        return new SampleCms(content, key, certificates).algorithm("1.2.840.113549.1.1.11", "SHA256WITHRSA");
    }

    SampleCms hash(String oid, String name) {
        digest = oid;
        digestName = name;
        return this;
    }

    SampleCms algorithm(String oid, String name) {
        algorithm = oid;
        signature = name;
        return this;
    }

    SampleCms parameters(ASN1Encodable value) {
        parameters = value;
        return this;
    }

    /** The object identifiers of GM/T 0010. */
    SampleCms gm() {
        outer = GM_SIGNED_DATA;
        data = GM_DATA;
        algorithm = "1.2.156.10197.1.301.1";
        return this;
    }

    SampleCms data(String oid) {
        data = oid;
        return this;
    }

    SampleCms without(ASN1ObjectIdentifier attribute) {
        without = attribute;
        return this;
    }

    SampleCms twice(ASN1ObjectIdentifier attribute) {
        twice = attribute;
        return this;
    }

    SampleCms withoutSignedAttributes() {
        signedAttributes = false;
        return this;
    }

    SampleCms withUnsignedAttributes() {
        unsignedAttributes = true;
        return this;
    }

    SampleCms withLists() {
        lists = true;
        return this;
    }

    SampleCms attached(byte[] bytes) {
        attached = bytes;
        return this;
    }

    SampleCms signers(int count) {
        signers = count;
        return this;
    }

    SampleCms version(int number) {
        version = number;
        return this;
    }

    /** The certificate whose number stands in the signer's information, when it is not the first. */
    SampleCms named(X509Certificate certificate) {
        named = certificate;
        return this;
    }

    SampleCms beside(X509Certificate certificate) {
        certificates.add(certificate);
        return this;
    }

    /** In DER. */
    public byte[] der() {
        try {
            ASN1EncodableVector signed = new ASN1EncodableVector();
            signed.add(new ASN1Integer(version));
            signed.add(new DERSet(identifier(digest)));
            signed.add(
                    attached == null
                            ? new DERSequence(new ASN1ObjectIdentifier(data))
                            : new DERSequence(new ASN1Encodable[] {
                                new ASN1ObjectIdentifier(data),
                                new DERTaggedObject(true, 0, new DEROctetString(attached))
                            }));
            if (!certificates.isEmpty()) {
                ASN1EncodableVector all = new ASN1EncodableVector();
                for (X509Certificate certificate : certificates) {
                    all.add(ASN1Primitive.fromByteArray(certificate.getEncoded()));
                }
                signed.add(new DERTaggedObject(false, 0, new DERSet(all)));
            }
            if (lists) {
                signed.add(new DERTaggedObject(false, 1, new DERSet(new DERSequence())));
            }
            ASN1EncodableVector infos = new ASN1EncodableVector();
            for (int i = 0; i < signers; i++) {
                infos.add(signer());
            }
            signed.add(new DERSet(infos));
            return new DERSequence(new ASN1Encodable[] {
                        new ASN1ObjectIdentifier(outer), new DERTaggedObject(true, 0, new DERSequence(signed))
                    })
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DERSequence identifier(String oid) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), DERNull.INSTANCE});
    }

    private DERSequence signer() throws IOException, GeneralSecurityException {
        X509Certificate own = named == null ? certificates.get(0) : named;
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(version));
        info.add(new DERSequence(new ASN1Encodable[] {
            Certificate.getInstance(own.getEncoded()).getIssuer(), new ASN1Integer(own.getSerialNumber())
        }));
        info.add(identifier(digest));
        DERSet attributes = attributes();
        if (signedAttributes) {
            info.add(new DERTaggedObject(false, 0, attributes));
        }
        info.add(
                parameters == null
                        ? new DERSequence(new ASN1ObjectIdentifier(algorithm))
                        : new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(algorithm), parameters}));
        Signature engine = Signature.getInstance(signature, Pem.BOUNCY_CASTLE);
        engine.initSign(key);
        engine.update(signedAttributes ? attributes.getEncoded(ASN1Encoding.DER) : content);
        info.add(new DEROctetString(engine.sign()));
        if (unsignedAttributes) {
            info.add(new DERTaggedObject(
                    false,
                    1,
                    new DERSet(new Attribute(CMSAttributes.counterSignature, new DERSet(new DERSequence())))));
        }
        return new DERSequence(info);
    }

    private DERSet attributes() throws GeneralSecurityException {
        List<Attribute> all = new ArrayList<>(List.of(
                new Attribute(CMSAttributes.contentType, new DERSet(new ASN1ObjectIdentifier(data))),
                new Attribute(
                        CMSAttributes.messageDigest,
                        new DERSet(new DEROctetString(MessageDigest.getInstance(digestName, Pem.BOUNCY_CASTLE)
                                .digest(content)))),
                new Attribute(
                        CMSAttributes.signingTime,
                        new DERSet(new Time(Date.from(Instant.parse("2026-11-22T01:30:00Z")))))));
        all.removeIf(attribute -> attribute.getAttrType().equals(without));
        if (twice != null) {
            all.add(new Attribute(twice, new DERSet(new DEROctetString(BigInteger.TEN.toByteArray()))));
        }
        return new DERSet(all.toArray(Attribute[]::new));
    }
}
