package org.anze.gateway.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.jspecify.annotations.Nullable;

/** An X.509 certificate (RFC 5280) with an SM2 or P-256 key, in DER and nothing but DER. Immutable. */
public final class SealCertificate {

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
            Set.of(Extension.keyUsage, Extension.basicConstraints, Extension.extendedKeyUsage);

    private final byte[] encoded;
    private final Certificate certificate;
    private final byte[] signedPart;
    private final byte[] signature;
    private final SealPublicKey publicKey;
    private final String name;
    private final byte[] subjectName;
    private final byte[] issuerName;
    private final Instant notBefore;
    private final Instant notAfter;
    private final boolean authority;
    private final boolean understood;

    /** Everything is read here, so that a malformed part cannot surprise anyone later. */
    private SealCertificate(byte[] encoded) throws IOException, FlawException {
        this.encoded = encoded;
        this.certificate = Certificate.getInstance(encoded);
        TBSCertificate content = certificate.getTBSCertificate();
        // A second encoding of the same certificate would give one document two byte forms.
        boolean strict = Arrays.equals(certificate.getEncoded(ASN1Encoding.DER), encoded)
                && isPlain(content.getIssuer())
                && isPlain(content.getSubject())
                && certificate.getSignature().getPadBits() == 0
                && content.getVersionNumber() == 3
                && areStrict(encoded, content.getExtensions())
                && certificate.getSignatureAlgorithm().equals(content.getSignature());
        if (!strict) {
            throw malformed();
        }
        this.signedPart = content.getEncoded(ASN1Encoding.DER);
        this.signature = certificate.getSignature().getOctets();
        this.publicKey = SealPublicKey.of(content.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        this.name = commonName(content.getSubject());
        this.subjectName = content.getSubject().getEncoded(ASN1Encoding.DER);
        this.issuerName = content.getIssuer().getEncoded(ASN1Encoding.DER);
        this.notBefore = instant(content.getStartDate());
        this.notAfter = instant(content.getEndDate());
        Optional<Extensions> extensions = Optional.ofNullable(content.getExtensions());
        this.authority = extensions
                .map(BasicConstraints::fromExtensions)
                .map(BasicConstraints::isCA)
                .orElse(false);
        // Without the extension every usage is permitted (RFC 5280 §4.2.1.3).
        boolean usage = extensions
                .map(KeyUsage::fromExtensions)
                .map(bits -> bits.hasUsages(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature))
                .orElse(true);
        this.understood = usage
                && extensions.stream()
                        .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()))
                        .allMatch(UNDERSTOOD::contains);
    }

    /**
     * Whether there are extensions (RFC 5280 has a profile for version 3 only) and none of those that are read says what DER
     * leaves out; Bouncy Castle keeps a default value as it read it.
     */
    private static boolean areStrict(byte[] certificate, @Nullable Extensions extensions) throws IOException {
        if (extensions == null) {
            return false;
        }
        ASN1Sequence content =
                ASN1Sequence.getInstance(ASN1Sequence.getInstance(certificate).getObjectAt(0));
        ASN1TaggedObject last = ASN1TaggedObject.getInstance(content.getObjectAt(content.size() - 1));
        byte[] written = last.getExplicitBaseObject().toASN1Primitive().getEncoded(ASN1Encoding.DER);
        ExtendedKeyUsage purposes = ExtendedKeyUsage.fromExtensions(extensions);
        return Arrays.equals(written, extensions.getEncoded(ASN1Encoding.DER))
                && (purposes == null || purposes.size() > 0)
                && isPlain(extensions.getExtensionParsedValue(Extension.basicConstraints));
    }

    private static boolean isPlain(@Nullable ASN1Encodable basicConstraints) {
        return basicConstraints == null
                || ASN1Sequence.getInstance(basicConstraints).size() == 0
                || !ASN1Boolean.FALSE.equals(
                        ASN1Sequence.getInstance(basicConstraints).getObjectAt(0));
    }

    /** Bouncy Castle would take the 31st of February for the 3rd of March. */
    private static Instant instant(Time time) throws IOException, FlawException {
        byte[] whole = time.getEncoded(ASN1Encoding.DER);
        String text = new String(whole, 2, whole.length - 2, StandardCharsets.US_ASCII);
        return DerTime.instant(whole[0], text).orElseThrow(SealCertificate::malformed);
    }

    private static String commonName(X500Name subject) {
        RDN[] names = subject.getRDNs(BCStyle.CN);
        if (names.length != 1 || names[0].isMultiValued()) {
            return "";
        }
        ASN1Encodable value = names[0].getFirst().getValue();
        return value instanceof ASN1IA5String ? "" : ((ASN1String) value).getString();
    }

    private static boolean isPlain(X500Name name) {
        return Arrays.stream(name.getRDNs())
                .flatMap(names -> Arrays.stream(names.getTypesAndValues()))
                .map(AttributeTypeAndValue::getValue)
                .allMatch(value -> value instanceof ASN1UTF8String
                        || value instanceof ASN1PrintableString
                        || value instanceof ASN1IA5String);
    }

    /** @throws FlawException {@link Flaw#CERTIFICATE_MALFORMED} when this is not exactly one certificate in DER */
    public static SealCertificate of(byte[] der) throws FlawException {
        try {
            return new SealCertificate(der.clone());
        } catch (IOException | RuntimeException malformed) {
            // Bouncy Castle reports malformed ASN.1 as unchecked exceptions of several kinds.
            throw malformed();
        }
    }

    /** The one certificate in a PEM file; text around the block is allowed. */
    public static SealCertificate ofPem(String pem) throws FlawException {
        return of(Pem.readOne(Pem.CERTIFICATE, pem, Flaw.CERTIFICATE_MALFORMED));
    }

    /** All certificates in a PEM file. */
    public static List<SealCertificate> allOfPem(String pem) throws FlawException {
        List<SealCertificate> all = new ArrayList<>();
        for (byte[] der : Pem.read(Pem.CERTIFICATE, pem)) {
            all.add(of(der));
        }
        return List.copyOf(all);
    }

    /** As {@link #ofPem}, but only the exact text that {@link #pem} writes; everything else is a malformed certificate. */
    static SealCertificate ofStrictPem(String pem) throws FlawException {
        try {
            SealCertificate certificate = ofPem(pem);
            if (certificate.pem().equals(pem)) {
                return certificate;
            }
        } catch (FlawException unreadable) {
            throw malformed();
        }
        throw malformed();
    }

    /** PEM in its strict form: lines of 64 characters, a line feed after each. */
    public String pem() {
        return Pem.write(Pem.CERTIFICATE, encoded);
    }

    /** The subject's common name, which is the signer's name; empty text when there is not exactly one. */
    public String name() {
        return name;
    }

    /** The certified key. */
    public SealPublicKey publicKey() {
        return publicKey;
    }

    /** First moment of validity. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Last moment of validity. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Whether a signature of this time could be believed. */
    public boolean validAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    /** Whether the issuer named here is that certificate's subject, and signed this one. */
    boolean issuedBy(SealCertificate issuer) {
        return Arrays.equals(issuerName, issuer.subjectName)
                && certificate
                        .getSignatureAlgorithm()
                        .getAlgorithm()
                        .equals(issuer.publicKey.suite().signatureAlgorithm())
                && issuer.publicKey.verify(signedPart, signature);
    }

    /** An authority, allowed to sign certificates, with no critical extension that we do not understand. */
    boolean maySignCertificates() {
        return authority && understood;
    }

    /** Not an authority, allowed to sign, with no critical extension that we do not understand. */
    boolean maySeal() {
        return !authority && understood;
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.CERTIFICATE_MALFORMED, "certificate");
    }
}
