package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.console.SignedPeople.Signed;
import org.anze.gateway.console.people.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who may do what at the console, written down a second time: every route of every controller × every role is asked of the
 * running console and compared with this table. A route that is not here fails the test.
 */
class RouteTableTest {

    /**
     * Roles: Y system administrator, S security administrator, A auditor, O operator, P user of a party, W somebody on the
     * way in. The path is what a test asks for; in front of it the pattern of the controller where they differ.
     */
    private static final String TABLE = """
            W      GET  /sign-in/code
            W      POST /sign-in/code
            W      GET  /sign-in/password
            W      POST /sign-in/password
            W      GET  /sign-in/second-factor
            W      POST /sign-in/second-factor
            YSAOP  GET  /step-up
            YSAOP  POST /step-up
            YSAOP  GET  /account
            YSAOP  POST /account/password
            YSAOP  GET  /account/second-factor
            YSAOP  POST /account/second-factor
            YSAOP  POST /account/recovery-codes
            YSAOP  GET  /
            Y  O   GET  /overview/tables
               O   POST /search
               O   GET  /search
               O   GET  /search/{name} /search/abcdefgh12345678
               O   GET  /search/{name}/{way} /search/abcdefgh12345678/policy
               O   GET  /submissions/{id} /submissions/S01JIA
               O   GET  /submissions/{id}/records /submissions/S01JIA/records
               O   GET  /submissions/{id}/receipt /submissions/S01JIA/receipt
               O   GET  /submissions/{id}/rejects /submissions/S01JIA/rejects
               O   GET  /records/{index} /records/0
               O   GET  /records/{index}/view /records/0/view
               O   GET  /records/{index}/proof /records/0/proof
               O   GET  /recipients/{recipient} /recipients/platform-test
               O   GET  /recipients/{recipient}/parcels/{number}/{order:resend|release} /recipients/platform-test/parcels/1/resend
               O   POST /recipients/{recipient}/parcels/{number}/{order:resend|release} /recipients/platform-test/parcels/1/resend
               O   GET  /recipients/{recipient}/{order:pause|resume} /recipients/platform-test/pause
               O   POST /recipients/{recipient}/{order:pause|resume} /recipients/platform-test/pause
            Y AO   GET  /tasks
               O   POST /tasks
            Y AO   GET  /tasks/{id} /tasks/1
            Y  O   POST /tasks/{id}/forecast /tasks/1/forecast
               O   POST /tasks/{id}/{order:start|pause|resume|cancel} /tasks/1/pause
            Y      POST /tasks/{id}/{order:approve|reject} /tasks/1/approve
              A    GET  /tasks/{id}/export /tasks/1/export
            Y      GET  /configuration
            Y      POST /configuration/reload
            Y      GET  /parties
             S     GET  /people
             S     POST /people
             S     GET  /people/{name}/{order:reset|unlock|second-factor|session|end} /people/auditor/reset
             S     POST /people/{name}/{order:reset|unlock|second-factor|session|end} /people/auditor/reset
            Y A    GET  /confirmations
            Y A    POST /confirmations/{name} /confirmations/sysadmin
            YS     GET  /changes
            YS     GET  /changes/{id} /changes/1
            Y      POST /changes/{id}/propose /changes/1/propose
             S     POST /changes/{id}/{order:approve|reject} /changes/1/approve
            Y A    GET  /evidence
            Y  O   GET  /nodes
            YS     GET  /keys
            Y      POST /keys/rotate
            Y      POST /keys/destructions
             S     POST /keys/destructions/{id}/{order:approve|reject} /keys/destructions/1/approve
            YS     GET  /archive
            Y      POST /archive/removals
             S     POST /archive/removals/{id}/{order:approve|reject} /archive/removals/1/approve
              A    GET  /break-glass
              A    POST /break-glass
              A    POST /break-glass/{id}/{order:approve|reject} /break-glass/1/approve
              A    GET  /break-glass/{id} /break-glass/1
              A    GET  /audit
              A    GET  /audit.csv
              A    POST /audit/check
                P  GET  /own
                P  GET  /own/submissions/{id} /own/submissions/S01JIA
                P  GET  /own/submissions/{id}/receipt /own/submissions/S01JIA/receipt
                P  GET  /own/submissions/{id}/rejects /own/submissions/S01JIA/rejects
               OP  GET  /reconciliation
               O   POST /reconciliation/{id}/resend /reconciliation/1/resend
                P  GET  /reconciliation/sheet
            YSAOP  GET  /dictionary
            YSAOP  GET  /dictionary.zip
            YSAOP  GET  /errors
            """;

    private static final ConsoleDoor DOOR = ConsoleDoor.open();
    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    /** @param path without variables */
    private record Row(String method, String path, Set<Role> roles) {}

    @BeforeAll
    static void readsTheTable() {
        TABLE.lines().forEach(line -> {
            String[] words = line.substring(7).strip().split("\\s+");
            Set<Role> roles = EnumSet.noneOf(Role.class);
            line.substring(0, 7).chars().forEach(letter -> {
                switch (letter) {
                    case 'Y' -> roles.add(Role.SYSTEM);
                    case 'S' -> roles.add(Role.SECURITY);
                    case 'A' -> roles.add(Role.AUDITOR);
                    case 'O' -> roles.add(Role.OPERATOR);
                    case 'P' -> roles.add(Role.PARTY);
                    default -> {}
                }
            });
            ROWS.put(words[0] + " " + words[1], new Row(words[0], words[words.length - 1], roles));
        });
    }

    @Test
    void knowsEveryRouteOfTheConsoleAndNoOther() {
        Set<String> routes = new TreeSet<>();
        DOOR.context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (handler.getBeanType().getPackageName().startsWith("org.anze.gateway.console")) {
                        routes.addAll(routes(mapping));
                    }
                });

        assertThat(routes).hasSizeGreaterThan(40).isEqualTo(new TreeSet<>(ROWS.keySet()));
    }

    private static Set<String> routes(RequestMappingInfo mapping) {
        Set<String> routes = new TreeSet<>();
        for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
            for (String pattern : mapping.getPatternValues()) {
                routes.add(method + " " + pattern);
            }
        }
        assertThat(routes).as("methods of %s", mapping).isNotEmpty();
        return routes;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void letsEachRoleDoItsOwnWorkAndNothingElse(Role role) {
        SignedPeople people = new SignedPeople(DOOR);
        Signed person = people.signIn(role);
        people.stepUp(person);
        String token = person.browser().token("/account");

        ROWS.forEach((route, row) -> {
            HttpResponse<String> response = row.method().equals("GET")
                    ? person.browser().get(row.path())
                    : person.browser().post(row.path(), Map.of(), token);
            if (row.roles().contains(role)) {
                String target = person.browser().location(response);
                assertThat(response.statusCode()).as("%s as %s", route, role).isIn(200, 302);
                assertThat(target).as("%s as %s", route, role).doesNotStartWith("/login");
                boolean wanted = route.endsWith("/step-up");
                assertThat(target.startsWith("/step-up"))
                        .as("%s as %s", route, role)
                        .isEqualTo(wanted && row.method().equals("POST"));
            } else {
                assertThat(response.statusCode()).as("%s as %s", route, role).isEqualTo(403);
                assertThat(DOOR.newestAct(person.name())).isEqualTo("OPERATION " + route + " refused: not for " + role);
            }
        });
    }

    @Test
    void leavesNobodyAPageThatIsNotInTheTable() {
        for (Role role : Role.values()) {
            Browser browser = new SignedPeople(DOOR).signIn(role).browser();
            assertThat(browser.get("/actuator/env").statusCode()).as("%s", role).isEqualTo(404);
            assertThat(browser.get("/api/v1/records").statusCode())
                    .as("%s", role)
                    .isEqualTo(404);
        }
    }
}
