package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;

/** Whose a signer's certificate is. Safe for many threads. */
public interface SignerDirectory {

    /**
     * The party that a certificate belongs to, after chain, validity, key usage and revocation were judged.
     *
     * @param chain the signer's certificate first, intermediate ones behind it
     * @return empty when it is nobody's
     * @throws org.anze.gateway.problem.GatewayProblem when it is unsound, expired, revoked, or cannot be judged now
     */
    Optional<Party> owner(List<X509Certificate> chain, Kind kind);

    /** The authorities at whose feet chains end. */
    List<X509Certificate> authorities();
}
