package org.anze.gateway.console.login;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.console.people.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * One row of the table of {@link RouteRights}.
 *
 * @param path as the controller has it
 * @param roles who may
 * @param step who may on the way in; null for pages of people who are signed in
 * @param stepUp whether the person must have proved himself again a short while ago
 * @param nav name of the link that leads here; null for none
 */
record Route(
        HttpMethod method,
        String path,
        PathPatternRequestMatcher matcher,
        Set<Role> roles,
        @Nullable Step step,
        boolean stepUp,
        @Nullable String nav) {

    static Route get(String path, Role... roles) {
        return of(HttpMethod.GET, path, roles);
    }

    static Route post(String path, Role... roles) {
        return of(HttpMethod.POST, path, roles);
    }

    private static Route of(HttpMethod method, String path, Role... roles) {
        Set<Role> who = EnumSet.noneOf(Role.class);
        who.addAll(List.of(roles));
        return new Route(
                method, path, PathPatternRequestMatcher.withDefaults().matcher(method, path), who, null, false, null);
    }

    Route onTheWayIn(Step asked) {
        return new Route(method, path, matcher, roles, asked, stepUp, nav);
    }

    Route steppedUp() {
        return new Route(method, path, matcher, roles, step, true, nav);
    }

    Route linked(String name) {
        return new Route(method, path, matcher, roles, step, stepUp, name);
    }
}
