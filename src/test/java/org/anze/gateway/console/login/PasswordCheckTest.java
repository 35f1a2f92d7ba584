package org.anze.gateway.console.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.people.Attempts;
import org.anze.gateway.console.people.FirstPasswords;
import org.anze.gateway.console.people.PasswordRules;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Role;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.transaction.support.TransactionTemplate;

/** What strangers who know a name can do to its holder, and what they cannot. */
class PasswordCheckTest {

    private static final String OFFICE = "10.1.0.7";
    private static final String STRANGER = "203.0.113.9";
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T01:00:00Z"));
    private JdbcClient jdbc;
    private People people;
    private Passwords passwords;
    private Attempts attempts;
    private PasswordCheck check;
    private String password;

    @BeforeEach
    void oneAccount() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        JdbcTransactionManager transactions = new JdbcTransactionManager(store);
        BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(4);
        people = new People(jdbc, encoder, clock);
        attempts = new Attempts(jdbc, clock);
        passwords = new Passwords(
                jdbc,
                new TransactionTemplate(transactions),
                encoder,
                PasswordRules.load(),
                new FirstPasswords(folder),
                attempts,
                clock);
        check = new PasswordCheck(
                people,
                passwords,
                attempts,
                new LoginThrottle(clock),
                new AuditLog(jdbc, transactions, Suite.SM, clock),
                clock);
        password = people.add(new People.Newcomer("secadmin", Role.SECURITY, null, "N1"), "test")
                .password();
    }

    @Test
    void locksAnAccountForTheAddressThatGuessedAndForNoOther() {
        guess(STRANGER, 10);

        clock.pass(LONGEST_PAUSE);
        assertThatThrownBy(() -> signIn(STRANGER, password)).isInstanceOf(LockedException.class);
        assertThat(newest()).isEqualTo("locked, from " + STRANGER);
        assertThat(signIn(OFFICE, password).getName()).isEqualTo("secadmin");
        clock.pass(Duration.ofMinutes(16));
        assertThat(signIn(STRANGER, password).isAuthenticated()).isTrue();
    }

    @Test
    void doesNotLetManyAddressesKeepTheHolderFromHisOwn() {
        attempts.signedIn("secadmin", OFFICE);
        for (int i = 0; i < 60; i++) {
            String address = "198.51.100." + i;
            try {
                signIn(address, "wrong");
            } catch (BadCredentialsException | LockedException refused) {
                // One after the other, until all addresses together are paused.
                assertThat(refused).isNotNull();
            }
        }

        assertThatThrownBy(() -> signIn("198.51.100.99", password)).isInstanceOf(LockedException.class);
        assertThat(signIn(OFFICE, password).isAuthenticated()).isTrue();
    }

    @Test
    void stillStopsGuessingFromAKnownAddress() {
        attempts.signedIn("secadmin", OFFICE);
        guess(OFFICE, 10);

        clock.pass(LONGEST_PAUSE);
        assertThatThrownBy(() -> signIn(OFFICE, password)).isInstanceOf(LockedException.class);
    }

    @Test
    void knowsAnAddressForNinetyDays() {
        attempts.signedIn("secadmin", OFFICE);

        assertThat(attempts.isKnown("secadmin", OFFICE)).isTrue();
        assertThat(attempts.isKnown("secadmin", STRANGER)).isFalse();
        clock.pass(Duration.ofDays(90));
        assertThat(attempts.isKnown("secadmin", OFFICE)).isFalse();
    }

    @Test
    void opensEveryAddressWithAnotherPasswordAndWhenUnlocked() {
        guess(STRANGER, 10);
        assertThat(attempts.locked()).containsEntry("secadmin", 1L);

        String fresh = passwords.reset("secadmin");
        assertThat(attempts.locked()).isEmpty();
        clock.pass(LONGEST_PAUSE);
        assertThat(signIn(STRANGER, fresh).isAuthenticated()).isTrue();
        guess(STRANGER, 10);
        attempts.forget("secadmin");
        assertThat(attempts.isLocked("secadmin", STRANGER)).isFalse();
    }

    @Test
    void forgetsAfterADayWhoOnlyGuessed() {
        guess(STRANGER, 1);
        clock.pass(Duration.ofDays(2));
        guess(OFFICE, 1);

        assertThat(jdbc.sql("select address from console_attempt")
                        .query(String.class)
                        .list())
                .containsExactly(OFFICE);
    }

    @Test
    void locksEveryAddressForWrongCodesBecauseThePasswordIsKnownThere() {
        for (int i = 0; i < 9; i++) {
            assertThat(passwords.wrongTry("secadmin")).isFalse();
        }
        assertThat(passwords.wrongTry("secadmin")).isTrue();

        assertThatThrownBy(() -> signIn(OFFICE, password)).isInstanceOf(LockedException.class);
    }

    @Test
    void deletesTheFileOfAFirstPasswordThatIsNoLongerGood() throws Exception {
        Path file = Files.writeString(folder.resolve("secadmin.first-password"), password);
        Path other = Files.writeString(folder.resolve("auditor.first-password"), "x");
        long revision = people.find("secadmin").orElseThrow().revision();

        assertThat(passwords.choose("secadmin", revision, "short", null)).contains(PasswordRules.Refusal.TOO_SHORT);
        assertThat(file).exists();
        assertThat(passwords.choose("secadmin", revision, "Kuaile-Shuidao7", null))
                .isEmpty();

        assertThat(file).doesNotExist();
        assertThat(other).exists();
    }

    /** A quarter of an hour apart, so that it is the lock that is seen and not the throttle. */
    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            clock.pass(LONGEST_PAUSE);
            assertThatThrownBy(() -> signIn(address, "wrong")).isInstanceOf(BadCredentialsException.class);
        }
    }

    private Authentication signIn(String address, String given) {
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated("secadmin", given);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        return check.authenticate(attempt);
    }

    private String newest() {
        return jdbc.sql("select outcome from audit_event order by number desc limit 1")
                .query(String.class)
                .single();
    }
}
