package org.anze.gateway.console.login;

import static org.anze.gateway.console.people.Role.AUDITOR;
import static org.anze.gateway.console.people.Role.OPERATOR;
import static org.anze.gateway.console.people.Role.PARTY;
import static org.anze.gateway.console.people.Role.SECURITY;
import static org.anze.gateway.console.people.Role.SYSTEM;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.console.people.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Who may open which page and give which order: the one table of the console. What is not in it is for nobody. Immutable,
 * safe for many threads.
 */
public final class RouteRights implements AuthorizationManager<RequestAuthorizationContext> {

    private static final Role[] ALL = Role.values();

    private static final List<Route> ROUTES = List.of(
            // The way in, and what is everybody's.
            Route.get("/sign-in/code").onTheWayIn(Step.CODE),
            Route.post("/sign-in/code").onTheWayIn(Step.CODE),
            Route.get("/sign-in/password").onTheWayIn(Step.PASSWORD),
            Route.post("/sign-in/password").onTheWayIn(Step.PASSWORD),
            Route.get("/sign-in/second-factor").onTheWayIn(Step.SECOND_FACTOR),
            Route.post("/sign-in/second-factor").onTheWayIn(Step.SECOND_FACTOR),
            Route.get("/step-up", ALL),
            Route.post("/step-up", ALL),
            Route.get("/account", ALL),
            Route.post("/account/password", ALL),
            Route.get("/account/second-factor", ALL).steppedUp(),
            Route.post("/account/second-factor", ALL).steppedUp(),
            Route.post("/account/recovery-codes", ALL).steppedUp(),

            // How things stand: figures, no records.
            Route.get("/", ALL),
            Route.get("/overview/tables", SYSTEM, OPERATOR),

            // The operator's.
            Route.post("/search", OPERATOR),
            Route.get("/search", OPERATOR),
            Route.get("/search/{name}", OPERATOR),
            Route.get("/search/{name}/{way}", OPERATOR),
            Route.get("/submissions/{id}", OPERATOR),
            Route.get("/submissions/{id}/records", OPERATOR),
            Route.get("/submissions/{id}/receipt", OPERATOR),
            Route.get("/submissions/{id}/rejects", OPERATOR),
            Route.get("/records/{index}", OPERATOR),
            Route.get("/records/{index}/view", OPERATOR),
            Route.get("/records/{index}/proof", OPERATOR),
            Route.get("/recipients/{recipient}", OPERATOR),
            Route.get("/recipients/{recipient}/parcels/{number}/{order:resend|release}", OPERATOR),
            Route.post("/recipients/{recipient}/parcels/{number}/{order:resend|release}", OPERATOR),
            Route.get("/recipients/{recipient}/{order:pause|resume}", OPERATOR),
            Route.post("/recipients/{recipient}/{order:pause|resume}", OPERATOR),

            // The operator orders, the system administrator is the second person, the auditor takes what was exported.
            Route.get("/tasks", OPERATOR, SYSTEM, AUDITOR).linked("tasks"),
            Route.post("/tasks", OPERATOR),
            Route.get("/tasks/{id}", OPERATOR, SYSTEM, AUDITOR),
            Route.post("/tasks/{id}/forecast", OPERATOR, SYSTEM),
            Route.post("/tasks/{id}/{order:start|pause|resume|cancel}", OPERATOR),
            Route.post("/tasks/{id}/{order:approve|reject}", SYSTEM).steppedUp(),
            Route.get("/tasks/{id}/export", AUDITOR).steppedUp(),

            // The system administrator's.
            Route.get("/configuration", SYSTEM).linked("configuration"),
            Route.post("/configuration/reload", SYSTEM),
            Route.get("/parties", SYSTEM).linked("parties"),
            Route.get("/actuator/info", SYSTEM),

            // The security administrator's.
            Route.get("/people", SECURITY).linked("people"),
            Route.post("/people", SECURITY).steppedUp(),
            Route.get("/people/{name}/{order:reset|unlock|second-factor|session|end}", SECURITY)
                    .steppedUp(),
            Route.post("/people/{name}/{order:reset|unlock|second-factor|session|end}", SECURITY)
                    .steppedUp(),

            // What the security administrator did to an administrator's account, another administrator confirms.
            Route.get("/confirmations", SYSTEM, AUDITOR).linked("confirmations"),
            Route.post("/confirmations/{name}", SYSTEM, AUDITOR).steppedUp(),

            // Two people for what an agreement gives: one says it, the other lets it.
            Route.get("/changes", SYSTEM, SECURITY).linked("changes"),
            Route.get("/changes/{id}", SYSTEM, SECURITY),
            Route.post("/changes/{id}/propose", SYSTEM).steppedUp(),
            Route.post("/changes/{id}/{order:approve|reject}", SECURITY).steppedUp(),

            // Two people for what can never be read again.
            Route.get("/keys", SYSTEM, SECURITY).linked("keys"),
            Route.post("/keys/rotate", SYSTEM).steppedUp(),
            Route.post("/keys/destructions", SYSTEM).steppedUp(),
            Route.post("/keys/destructions/{id}/{order:approve|reject}", SECURITY)
                    .steppedUp(),

            // Two people for what leaves the live tables.
            Route.get("/archive", SYSTEM, SECURITY).linked("archive"),
            Route.post("/archive/removals", SYSTEM).steppedUp(),
            Route.post("/archive/removals/{id}/{order:approve|reject}", SECURITY)
                    .steppedUp(),

            // The auditor's; an emergency look takes two of them.
            Route.get("/break-glass", AUDITOR).linked("glass"),
            Route.post("/break-glass", AUDITOR).steppedUp(),
            Route.post("/break-glass/{id}/{order:approve|reject}", AUDITOR).steppedUp(),
            Route.get("/break-glass/{id}", AUDITOR).steppedUp(),
            Route.get("/audit", AUDITOR).linked("audit"),
            Route.get("/audit.csv", AUDITOR),
            Route.post("/audit/check", AUDITOR),
            Route.get("/evidence", AUDITOR, SYSTEM).linked("evidence"),
            Route.get("/nodes", SYSTEM, OPERATOR).linked("nodes"),

            // A party's user's.
            Route.get("/own", PARTY).linked("own"),
            Route.get("/own/submissions/{id}", PARTY),
            Route.get("/own/submissions/{id}/receipt", PARTY),
            Route.get("/own/submissions/{id}/rejects", PARTY),

            // Both sides compared: the operator sees counts of all, a party's user those of the party.
            Route.get("/reconciliation", OPERATOR, PARTY).linked("reconciliation"),
            Route.post("/reconciliation/{id}/resend", OPERATOR),
            Route.get("/reconciliation/sheet", PARTY),

            // What every reader needs, without any record.
            Route.get("/dictionary", ALL).linked("dictionary"),
            Route.get("/dictionary.zip", ALL),
            Route.get("/errors", ALL).linked("errors"));

    private final SignIn signIn;

    RouteRights(SignIn signIn) {
        this.signIn = signIn;
    }

    /** What is asked of somebody who may not go on at once. */
    enum Verdict {
        MAY,
        /** Has to prove himself again. */
        STEP_UP,
        MAY_NOT
    }

    /** A link of the navigation. */
    public record Link(String name, String path) {}

    /** The links that this role may follow, in the order of the table. */
    public static List<Link> links(Role role) {
        return ROUTES.stream()
                .filter(route -> route.nav() != null && route.roles().contains(role))
                .map(route -> new Link(String.valueOf(route.nav()), route.path()))
                .toList();
    }

    static List<Route> routes() {
        return ROUTES;
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        return new AuthorizationDecision(verdict(context.getRequest()) == Verdict.MAY);
    }

    Verdict verdict(HttpServletRequest request) {
        Optional<Route> route = route(request);
        if (route.isEmpty()) {
            return Verdict.MAY_NOT;
        }
        Optional<Seat> seat = Seat.of(request);
        boolean onTheWay = Pending.of(request.getSession(false))
                .filter(pending -> pending.step() == route.get().step())
                .isPresent();
        if (seat.isEmpty() || !route.get().roles().contains(seat.get().role())) {
            return onTheWay ? Verdict.MAY : Verdict.MAY_NOT;
        }
        return route.get().stepUp() && !signIn.isSteppedUp(request.getSession(false)) ? Verdict.STEP_UP : Verdict.MAY;
    }

    /** Whether there is any such page or order at all, for whomever. */
    static boolean known(HttpServletRequest request) {
        return route(request).isPresent();
    }

    /** The path as the table has it: what somebody put into an address is free text, and never goes into the audit log. */
    static Optional<String> pattern(HttpServletRequest request) {
        return route(request).map(Route::path);
    }

    private static Optional<Route> route(HttpServletRequest request) {
        return ROUTES.stream().filter(route -> route.matcher().matches(request)).findFirst();
    }

    /** Whether this is the path of a page that somebody could open: nothing else may be gone to after a step-up. */
    static boolean isPage(String path) {
        return ROUTES.stream()
                .anyMatch(route -> route.method().equals(HttpMethod.GET)
                        && path.matches(route.path().replaceAll("\\{[^}]*}", "[A-Za-z0-9._-]+")));
    }
}
