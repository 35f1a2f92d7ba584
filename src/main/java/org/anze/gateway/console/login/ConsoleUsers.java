package org.anze.gateway.console.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.pki.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The users in the file {@code users}: one line each, name, colon, {@code {bcrypt}} hash; lines that begin with # say
 * something to people. Read at every login, so that a user who was taken out is out. Safe for many threads.
 */
public final class ConsoleUsers implements UserDetailsService {

    /** The authority of every user so far. */
    public static final String OPERATOR = "OPERATOR";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleUsers.class);
    private static final int PASSWORD_LENGTH = 24;
    private static final long LARGEST_FILE = 1 << 20;

    private final Path file;
    private final Path password;

    /** @param folder holds {@code users} and, after the first start, {@code operator.password} */
    public ConsoleUsers(Path folder) {
        this.file = folder.resolve("users");
        this.password = folder.resolve("operator.password");
    }

    /**
     * Makes the user {@code operator} with a random password when there is no file of users. The password is written to a
     * file of its own, closed to others; only the file's name is logged.
     */
    public void provide(PasswordEncoder encoder) {
        try {
            if (Files.exists(file)) {
                return;
            }
            PrivateFiles.directory(file.toAbsolutePath().getParent());
            // A password without a user is what a start that was cut short left behind.
            Files.deleteIfExists(password);
            String secret = PrivateFiles.randomSecret(PASSWORD_LENGTH);
            PrivateFiles.writeNew(password, (secret + "\n").getBytes(StandardCharsets.UTF_8));
            String line = "operator:" + encoder.encode(secret) + "\n";
            PrivateFiles.writeNew(file, line.getBytes(StandardCharsets.UTF_8));
            LOG.info("控制台用户 operator 已建立，初始口令在 {} / the console user was made, its first password is there", password);
        } catch (IOException e) {
            throw new UncheckedIOException("the console needs its users in " + file, e);
        }
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        for (String line : lines()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#") && line.substring(0, colon).equals(name)) {
                return User.withUsername(name)
                        .password(line.substring(colon + 1).strip())
                        .roles(OPERATOR)
                        .build();
            }
        }
        // The name may be a password that was typed into the wrong box: it is not repeated.
        throw new UsernameNotFoundException("no such console user");
    }

    private List<String> lines() {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalStateException("the file of console users is larger than " + LARGEST_FILE + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
