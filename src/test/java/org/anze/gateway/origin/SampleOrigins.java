package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What intake needs where nobody signs. */
public final class SampleOrigins {

    private SampleOrigins() {}

    /** Knows no signer. */
    public static OriginSignatures nobody() {
        return new OriginSignatures(new SignerDirectory() {
            @Override
            public Optional<Party> owner(List<X509Certificate> chain, EntryOrigin.Kind kind) {
                return Optional.empty();
            }

            @Override
            public List<X509Certificate> authorities() {
                return List.of();
            }
        });
    }

    /** A watch over a body that is not signed. */
    public static OriginWatch unsigned() {
        return OriginWatch.unsigned();
    }

    /** A store with sample keys. */
    public static OriginStore store(JdbcClient jdbc) {
        return new OriginStore(jdbc, Suite.SM, SampleKeys.inMemory());
    }
}
