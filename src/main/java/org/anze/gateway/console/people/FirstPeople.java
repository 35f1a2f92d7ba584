package org.anze.gateway.console.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * The people of the first start: one administrator of each kind with one-time passwords in {@code first-passwords}, and
 * for the demo the user {@code operator} with a password of its own in {@code operator.password}. Both files are closed to
 * others; only their names are logged.
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
    private final Path folder;

    /** @param folder where the passwords are written */
    public FirstPeople(People people, TransactionTemplate transaction, AuditLog audit, Path folder) {
        this.people = people;
        this.transaction = transaction;
        this.audit = audit;
        this.folder = folder;
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
                }
                if (practice && people.find(OPERATOR).isEmpty()) {
                    operator();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the console writes its first passwords into " + folder, e);
            }
        });
    }

    private void administrators() throws IOException {
        Path file = folder.resolve("first-passwords");
        Map<String, String> passwords = new LinkedHashMap<>();
        StringBuilder lines = new StringBuilder();
        ADMINISTRATORS.keySet().forEach(name -> {
            String password = PrivateFiles.randomSecret(People.ONE_TIME_LENGTH);
            passwords.put(name, password);
            lines.append(name).append(' ').append(password).append('\n');
        });
        write(file, lines.toString());
        ADMINISTRATORS.forEach((name, role) -> people.addAtFirstStart(name, role, passwords.get(name), false));
        ADMINISTRATORS.forEach(this::say);
        LOG.info("三员账户已建立，一次性口令在 {}，首次登录须更改 / the administrators were made, their one-time passwords are there", file);
    }

    private void operator() throws IOException {
        Path file = folder.resolve("operator.password");
        String password = PrivateFiles.randomSecret(People.ONE_TIME_LENGTH);
        write(file, password + "\n");
        people.addAtFirstStart(OPERATOR, Role.OPERATOR, password, true);
        say(OPERATOR, Role.OPERATOR);
        LOG.info("演示用户 operator 已建立，口令在 {} / the demo's user was made, the password is there", file);
    }

    private void say(String name, Role role) {
        audit.write(
                new AuditEvent(AuditKind.PEOPLE, Actor.GATEWAY, null, null, name + " " + role, "added", "first start"));
    }

    private void write(Path file, String content) throws IOException {
        PrivateFiles.directory(folder.toAbsolutePath());
        Files.deleteIfExists(file);
        PrivateFiles.writeNew(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
