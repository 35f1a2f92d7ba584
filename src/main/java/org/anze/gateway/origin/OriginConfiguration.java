package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.party.Party;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts origin evidence together; signers are resolved where all credentials are. */
@Configuration(proxyBeanMethods = false)
class OriginConfiguration {

    @Bean
    OriginSignatures originSignatures(Identities identities) {
        return new OriginSignatures(new SignerDirectory() {
            @Override
            public Optional<Party> owner(List<X509Certificate> chain, EntryOrigin.Kind kind) {
                Credential credential =
                        kind == EntryOrigin.Kind.JWS ? Credential.JWS_SIGNATURE : Credential.CMS_SIGNATURE;
                return identities.byCertificate(chain, credential).map(Identity::party);
            }

            @Override
            public List<X509Certificate> authorities() {
                return identities.authorities();
            }
        });
    }

    @Bean
    OriginStore originStore(JdbcClient jdbc, Signer signer, DataKeys keys) {
        return new OriginStore(jdbc, signer.suite(), keys);
    }
}
