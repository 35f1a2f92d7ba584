package org.anze.gateway.console.people;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Second factors and their recovery codes. The secret is stored closed under the key in {@code second-factor.key}; whoever
 * has the database alone cannot make codes. Safe for many threads and for several nodes on one database.
 */
public final class SecondFactors {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SecretBox box;
    private final OneTimeCodes codes = new OneTimeCodes();
    private final Clock clock;

    /** @param folder holds the key, which is made when it is missing; the nodes of one gateway share it */
    public SecondFactors(JdbcClient jdbc, TransactionTemplate transaction, Path folder, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.box = SecretBox.open(folder.resolve("second-factor.key"));
        this.clock = clock;
    }

    /** A secret to show to somebody who sets a second factor up. */
    public byte[] newSecret() {
        return codes.newSecret();
    }

    /**
     * Sets a second factor up once a first code shows that the app has the secret. A second factor that was there is
     * replaced, and so are its recovery codes; all sessions end but the one that goes on under the new revision.
     *
     * @param revision of the account when its holder proved who he is: nothing is done when it was changed since
     * @param first whether it is done on the way in, where no second factor may be set up yet
     * @return the recovery codes, to be shown once; empty when the code is wrong or the account was changed since
     */
    public Optional<List<String>> setUp(String name, long revision, boolean first, byte[] secret, String code) {
        OptionalLong step = codes.step(secret, code.strip(), clock.instant());
        if (step.isEmpty()) {
            return Optional.empty();
        }
        byte[] closed = box.close(name, secret);
        return transaction.execute(status -> {
            int changed = jdbc.sql("update console_person set second_factor = ?, second_step = ?,"
                            + " revision = revision + 1 where name = ? and revision = ? and ended_at is null"
                            + " and (second_factor is null or not ?)")
                    .params(closed, step.getAsLong(), name, revision, first)
                    .update();
            return changed == 1 ? Optional.of(replaceRecoveryCodes(name)) : Optional.<List<String>>empty();
        });
    }

    /** Fresh recovery codes; the old ones are good no more. */
    public List<String> freshRecoveryCodes(String name) {
        List<String> fresh = transaction.execute(status -> replaceRecoveryCodes(name));
        if (fresh == null) {
            throw new IllegalStateException("the transaction gave no codes");
        }
        return fresh;
    }

    /** How many recovery codes are left. */
    public int recoveryCodesLeft(String name) {
        return jdbc.sql("select count(*) from console_recovery_code where person = ? and used_at is null")
                .param(name)
                .query(Integer.class)
                .single();
    }

    /** Whether this code, of the app or a recovery code, is right and was never used; now it is used. */
    public boolean proves(String name, String text) {
        return RecoveryCodes.looksLikeOne(text) ? recovers(name, text) : isOfNow(name, text.strip());
    }

    private boolean isOfNow(String name, String code) {
        Optional<byte[]> closed = jdbc.sql("select second_factor from console_person where name = ?"
                        + " and second_factor is not null and ended_at is null")
                .param(name)
                .query(byte[].class)
                .optional();
        if (closed.isEmpty()) {
            return false;
        }
        OptionalLong step = codes.step(box.open(name, closed.get()), code, clock.instant());
        // Of two that try the same code at once the database lets one through.
        return step.isPresent()
                && jdbc.sql("update console_person set second_step = ? where name = ? and second_step < ?")
                                .params(step.getAsLong(), name, step.getAsLong())
                                .update()
                        == 1;
    }

    private boolean recovers(String name, String code) {
        return jdbc.sql(
                                "update console_recovery_code set used_at = ? where person = ? and hash = ? and used_at is null")
                        .params(People.utc(clock.instant()), name, RecoveryCodes.hash(name, code))
                        .update()
                == 1;
    }

    /** Takes a lost second factor away; the sessions end and the next sign-in sets up another. */
    public void remove(String name) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update console_person set second_factor = null, revision = revision + 1 where name = ?")
                    .param(name)
                    .update();
            jdbc.sql("delete from console_recovery_code where person = ?")
                    .param(name)
                    .update();
        });
    }

    private List<String> replaceRecoveryCodes(String name) {
        List<String> fresh = RecoveryCodes.fresh();
        jdbc.sql("delete from console_recovery_code where person = ?")
                .param(name)
                .update();
        for (String code : fresh) {
            jdbc.sql("insert into console_recovery_code (person, hash) values (?, ?)")
                    .params(name, RecoveryCodes.hash(name, code))
                    .update();
        }
        return fresh;
    }
}
