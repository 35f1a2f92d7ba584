package org.anze.gateway.routing.http;

import java.time.Duration;
import java.util.function.Supplier;
import org.anze.gateway.identity.Scope;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The parties that may get tokens, as clients: the client id is the party's id, the scopes are what its file opens. */
final class PartyClients implements RegisteredClientRepository {

    private final Supplier<Parties> parties;
    private final TokenSettings settings;

    PartyClients(Supplier<Parties> parties, Duration life) {
        this.parties = parties;
        this.settings = TokenSettings.builder()
                .accessTokenFormat(OAuth2TokenFormat.SELF_CONTAINED)
                .accessTokenTimeToLive(life)
                .build();
    }

    @Override
    public void save(RegisteredClient client) {
        throw new IllegalStateException("clients are parties, and those are files");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return parties.get()
                .find(clientId)
                .filter(party -> party.tokens() != Party.Tokens.NONE)
                .map(this::client)
                .orElse(null);
    }

    private RegisteredClient client(Party party) {
        return RegisteredClient.withId(party.id())
                .clientId(party.id())
                .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> Scope.open(party).forEach(scope -> scopes.add(scope.text())))
                .tokenSettings(settings)
                .build();
    }
}
