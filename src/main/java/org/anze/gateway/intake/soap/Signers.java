package org.anze.gateway.intake.soap;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.party.Party;

/** Who may sign messages. Safe for many threads. */
public interface Signers {

    /**
     * The sound party this certificate was issued to.
     *
     * @param certificate its chain and validity have been checked against {@link #authorities()} already
     */
    Optional<Party> find(X509Certificate certificate);

    /** The authorities that issue the parties' certificates; at least one. */
    List<X509Certificate> authorities();
}
