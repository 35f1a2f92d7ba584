package org.anze.gateway.routing.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.intake.soap.Signers;
import org.anze.gateway.party.Party;

/** The signers of SOAP messages, as {@link Identities} knows them. Safe for many threads. */
final class PartyCertificates implements Signers {

    private final Identities identities;

    PartyCertificates(Identities identities) {
        this.identities = identities;
    }

    @Override
    public Optional<Party> find(X509Certificate certificate) {
        return identities
                .byCertificate(List.of(certificate), Credential.WS_SECURITY)
                .map(Identity::party);
    }

    @Override
    public List<X509Certificate> authorities() {
        return identities.authorities();
    }
}
