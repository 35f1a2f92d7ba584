package org.anze.gateway.console.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.pki.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The people of the first start: one administrator of each kind with a one-time password in a file of its own ({@link
 * FirstPasswords}), and for the demo the user {@code operator} with a password of its own in {@code operator.password}. All
 * files are closed to others; only their names are logged.
 */
public final class FirstPeople {

    /** The user of the demo. */
    public static final String OPERATOR = "operator";

    private static final Logger LOG = LoggerFactory.getLogger(FirstPeople.class);

    private static final Map<String, Role> ADMINISTRATORS = new LinkedHashMap<>();

    static {
        ADMINISTRATORS.put("sysadmin", Role.SYSTEM);
        ADMINISTRATORS.put("secadmin", Role.SECURITY);
        ADMINISTRATORS.put("auditor", Role.AUDITOR);
    }

    private final People people;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final FirstPasswords passwords;

    public FirstPeople(People people, TransactionTemplate transaction, AuditLog audit, FirstPasswords passwords) {
        this.people = people;
        this.transaction = transaction;
        this.audit = audit;
        this.passwords = passwords;
    }

    /**
     * Adds them when nobody was ever added, all or none. The files come first: a start that was cut short leaves passwords without
     * people, and the next start writes both anew.
     *
     * @param practice whether the demo's operator is wanted
     */
    public void provide(boolean practice) {
        // Of several nodes that start at once one writes the files: those of another would hold passwords nobody has.
        transaction.executeWithoutResult(status -> {
            people.lock();
            try {
                if (people.isEmpty()) {
                    administrators();
                } else {
                    // A crash may have come between a change of password and the end of its file.
                    ADMINISTRATORS.keySet().stream()
                            .filter(name ->
                                    people.find(name).filter(Person::mustChange).isEmpty())
                            .forEach(passwords::delete);
                }
                if (practice && people.find(OPERATOR).isEmpty()) {
                    operator();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the console cannot write its first passwords", e);
            }
        });
    }

    private void administrators() throws IOException {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : ADMINISTRATORS.keySet()) {
            String password = PrivateFiles.randomSecret(People.ONE_TIME_LENGTH);
            chosen.put(name, password);
            Path file = passwords.write(name, password);
            LOG.info("账户 {} 已建立，一次性口令在 {}，首次登录须更改 / made, the one-time password is there", name, file);
        }
        ADMINISTRATORS.forEach((name, role) -> people.addAtFirstStart(name, role, chosen.get(name), false));
        ADMINISTRATORS.forEach(this::say);
    }

    private void operator() throws IOException {
        String password = PrivateFiles.randomSecret(People.ONE_TIME_LENGTH);
        Path file = passwords.writeLasting(OPERATOR, password);
        people.addAtFirstStart(OPERATOR, Role.OPERATOR, password, true);
        say(OPERATOR, Role.OPERATOR);
        LOG.info("演示用户 operator 已建立，口令在 {} / the demo's user was made, the password is there", file);
    }

    private void say(String name, Role role) {
        audit.writeAtCommit(
                new AuditEvent(AuditKind.PEOPLE, Actor.GATEWAY, null, null, name + " " + role, "added", "first start"));
    }
}
