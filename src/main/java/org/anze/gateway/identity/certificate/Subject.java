package org.anze.gateway.identity.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says about its owner.
 *
 * @param commonName CN
 * @param creditCode unified social credit code: organizationIdentifier (2.5.4.97), or where that is missing serialNumber
 *     (2.5.4.5)
 */
public record Subject(String commonName, String creditCode) {

    private static final int LONGEST = 200;

    /** Empty when an attribute is missing, stands there twice, or cannot be read: such a subject is nobody's. */
    public static Optional<Subject> of(X509Certificate certificate) {
        try {
            X500Name name =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            String id = only(name, BCStyle.CN);
            String organization = only(name, BCStyle.ORGANIZATION_IDENTIFIER);
            String code = organization != null ? organization : only(name, BCStyle.SERIALNUMBER);
            return id == null || code == null ? Optional.empty() : Optional.of(new Subject(id, code));
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static @Nullable String only(X500Name name, ASN1ObjectIdentifier type) {
        String found = null;
        for (RDN rdn : name.getRDNs()) {
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                if (attribute.getType().equals(type)) {
                    if (found != null || !(attribute.getValue() instanceof ASN1String text)) {
                        throw new IllegalArgumentException("twice, or no text");
                    }
                    found = text.getString();
                }
            }
        }
        if (found != null && (found.isEmpty() || found.length() > LONGEST)) {
            throw new IllegalArgumentException("length");
        }
        return found;
    }
}
