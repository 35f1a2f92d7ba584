package org.anze.gateway.routing.http;

import java.util.function.Supplier;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.identity.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Lets a party pass whose credential covers the path. Only tokens cover less than everything. What nobody named here belongs
 * to queries. Safe for many threads.
 */
final class ScopeRule implements AuthorizationManager<RequestAuthorizationContext> {

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        Authentication caller = authentication.get();
        String path = PartyGate.path(context.getRequest());
        return new AuthorizationDecision(caller != null
                && holds(caller, PartyAuthentication.AUTHORITY)
                && holds(caller, PartyAuthentication.authority(scope(path))));
    }

    /** Whether the one who was denied is a party whose token covers too little. */
    static boolean isAboutScope() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        return caller != null
                && caller.getDetails() instanceof Identity identity
                && identity.credential() == Credential.TOKEN;
    }

    static Scope scope(String path) {
        if (path.startsWith("/api/v1/submissions") || path.startsWith("/soap/")) {
            return Scope.SUBMIT;
        }
        if (path.startsWith("/api/v1/feed")) {
            return Scope.FEED;
        }
        return path.startsWith("/log/") ? Scope.LOG : Scope.QUERY;
    }

    private static boolean holds(Authentication caller, String authority) {
        return caller.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(authority::equals);
    }
}
