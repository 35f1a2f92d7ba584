package org.anze.gateway.validation.deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody has to be told because time passed.
 *
 * <p>The same matter at the same stage has the same rule, subject, trigger, occasion and level whenever it is asked for, so that
 * whoever tells it can tell it once.
 *
 * @param rule such as {@code V-P15}
 * @param subject the record it is about
 * @param trigger line of the ladder
 * @param occasion tells apart several matters about one record, such as two periods; empty when there is but one
 * @param units credit codes of those it concerns of the units that a master policy lists; empty when it is about the record
 * @param level from 1, a step of the ladder that is reached; those before it are due besides
 * @param after when this step comes, from {@code since}; negative for a reminder
 * @param addressees the kinds of parties to be told at this step; those concerned are found by the record's scope
 * @param act what is proposed besides, for a person to decide; null when nothing is
 * @param since when the deadline passed or passes
 * @param unread a record that cannot be read and could make this undone: then it is neither to be told nor over; null when
 *     it is certain
 * @param finding what is wrong and what to do, in Chinese and English
 */
public record Due(
        String rule,
        Reference subject,
        EscalationTrigger trigger,
        String occasion,
        List<String> units,
        int level,
        Duration after,
        Set<PartyType> addressees,
        @Nullable String act,
        Instant since,
        @Nullable KnownRecord unread,
        Finding finding) {

    /** Keeps its own copies. */
    public Due {
        units = List.copyOf(units);
        addressees = Set.copyOf(addressees);
    }

    /** When this step came. */
    public Instant reachedAt() {
        return since.plus(after);
    }

    /** {@code T0}, {@code T+7d}, {@code T-60d}, {@code T+2h}. */
    public String stage() {
        if (after.isZero()) {
            return "T0";
        }
        boolean days = after.toHours() % 24 == 0;
        return "T" + (after.isNegative() ? "-" : "+")
                + (days ? after.abs().toDays() + "d" : after.abs().toHours() + "h");
    }
}
