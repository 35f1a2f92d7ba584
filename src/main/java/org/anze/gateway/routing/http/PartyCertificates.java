package org.anze.gateway.routing.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.anze.gateway.intake.soap.Signers;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate it is: CN is the party's id and the credit code attribute (organizationIdentifier 2.5.4.97, or where
 * that is missing serialNumber 2.5.4.5) is the party's own. Both must hold, each attribute exactly once. That the chain is
 * sound is established before, by the TLS handshake or by the signature check. Safe for many threads.
 */
final class PartyCertificates implements Signers {

    private static final Map<String, String> NAMES =
            Map.of("2.5.4.97", "organizationIdentifier", "2.5.4.5", "serialNumber");

    private final Supplier<Parties> parties;
    private final Path trust;

    PartyCertificates(Supplier<Parties> parties, Path trust) {
        this.parties = parties;
        this.trust = trust;
    }

    @Override
    public Optional<Party> find(X509Certificate certificate) {
        LdapName subject;
        try {
            subject = new LdapName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, NAMES));
            String id = only(subject, "CN");
            String organization = only(subject, "organizationIdentifier");
            String code = organization != null ? organization : only(subject, "serialNumber");
            if (id == null || code == null) {
                return Optional.empty();
            }
            return parties.get().find(id).filter(party -> code.equals(party.uscc()));
        } catch (NamingException e) {
            // A subject nobody can read is nobody's.
            return Optional.empty();
        }
    }

    private static @Nullable String only(LdapName subject, String type) throws NamingException {
        List<String> values = new ArrayList<>();
        for (Rdn rdn : subject.getRdns()) {
            Attribute attribute = rdn.toAttributes().get(type);
            for (int i = 0; attribute != null && i < attribute.size(); i++) {
                values.add(String.valueOf(attribute.get(i)));
            }
        }
        if (values.size() > 1) {
            throw new InvalidNameException("more than one " + type);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<X509Certificate> authorities() {
        try (InputStream in = Files.newInputStream(trust)) {
            Collection<? extends java.security.cert.Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalStateException("no certificate in " + trust);
            }
            return certificates.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot read the trusted authorities from " + trust, e);
        }
    }
}
