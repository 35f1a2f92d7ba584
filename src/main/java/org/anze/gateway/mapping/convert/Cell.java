package org.anze.gateway.mapping.convert;

import java.time.Instant;
import java.time.LocalDate;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.ProblemKind;
import org.jspecify.annotations.Nullable;

/** The place a converter works on: what it may know about the record, and where it says what it found. */
public interface Cell {

    /** The day of the event that the record is about, in China; the day of receipt as long as the event is not known. */
    LocalDate eventDay();

    /** Whether {@link #eventDay} can be relied on: false when the source's date of the event was refused. */
    boolean isEventDayKnown();

    /** When the submission was received. */
    Instant receivedAt();

    /** Who sent it. */
    Party party();

    /** The unit that stands above the headings of the table, such as 单位：万元, as sent; null when none does. */
    @Nullable
    String statedUnit();

    /**
     * Adds a finding about this place.
     *
     * @param rule rule of DOMAIN.md D; null when none covers it
     * @param arguments must not hold personal values: pass the source text through {@link #shown}
     */
    void report(ProblemKind kind, @Nullable String rule, Object... arguments);

    /** The source text as a finding may show it: cut to 60 characters, or {@code ***} when the field is personal. */
    String shown(String text);
}
