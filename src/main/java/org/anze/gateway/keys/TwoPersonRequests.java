package org.anze.gateway.keys;

import java.time.Clock;
import java.util.function.Predicate;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.TwoPeople;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.text.PersonalNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Requests of one table that one person makes and another one decides: who may, why, and that each is decided once. What is
 * asked for, and what comes of it, is the desk's; so is the audit log, into which every refusal of these rules goes. Safe for
 * many threads and for several processes on one database.
 */
public final class TwoPersonRequests {

    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final String table;
    private final Notes notes;
    private final Clock clock;
    private final TwoPeople two = new TwoPeople(person -> false);

    /** The desk's way into the audit log; durable on return. */
    @FunctionalInterface
    public interface Notes {
        /**
         * @param subject what it is about
         * @param reason null when none was given
         */
        void write(Actor who, String subject, String outcome, @Nullable String reason);
    }

    /** @param table with the columns {@code id}, {@code decided_by}, {@code decided_at} and {@code approved} */
    public TwoPersonRequests(JdbcClient jdbc, String table, Notes notes, Clock clock) {
        this.jdbc = jdbc;
        this.table = table;
        this.notes = notes;
        this.clock = clock;
    }

    /**
     * Who may be one of the two people: somebody whose account an administrator of another role has confirmed. Nobody until
     * this is called.
     */
    public void confirmedBy(Predicate<String> people) {
        two.confirmedBy(people);
    }

    /**
     * A reason as it is kept: people's numbers hidden, without control characters.
     *
     * @throws SenderMustCorrect when nothing is left, or it is too long
     */
    public static String reason(String text) {
        String reason = PersonalNumbers.hide(text.replaceAll("\\p{Cntrl}", " ").strip());
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new SenderMustCorrect(KeyProblem.REASON_NEEDED, Location.WHOLE);
        }
        return reason;
    }

    /**
     * @param who for the audit log
     * @param person who must count as one of the two at this moment
     * @throws SenderMustCorrect when nobody else has made sure who that is
     */
    public void requireConfirmed(Actor who, String subject, String person) {
        if (!two.counts(person)) {
            notes.write(who, subject, "refused: account not confirmed: " + person, null);
            throw new SenderMustCorrect(KeyProblem.NOT_CONFIRMED, Location.WHOLE);
        }
    }

    /**
     * Before a request is approved.
     *
     * @throws SenderMustCorrect when this is the person who asked, or one of the two is not confirmed
     */
    public void requireSecond(Actor who, String subject, String requestedBy) {
        String person = who.requirePerson();
        if (TwoPeople.isSame(person, requestedBy)) {
            notes.write(who, subject, "refused: same person", null);
            throw new SenderMustCorrect(KeyProblem.TWO_PEOPLE, Location.WHOLE);
        }
        requireConfirmed(who, subject, person);
        requireConfirmed(who, subject, requestedBy);
    }

    /**
     * Ends a request, in the caller's transaction where there is one.
     *
     * @throws SenderMustCorrect when somebody else was quicker
     */
    public void decide(long id, Actor who, String subject, boolean approved) {
        int decided = jdbc.sql("update " + table + " set decided_by = ?, decided_at = ?, approved = ?"
                        + " where id = ? and decided_at is null")
                .params(who.requirePerson(), KeyRows.utc(clock.instant()), approved, id)
                .update();
        if (decided != 1) {
            notes.write(who, subject, "too late: somebody else decided", null);
            throw new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE);
        }
    }
}
