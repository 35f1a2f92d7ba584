package org.anze.gateway.reconcile;

import java.time.LocalDate;
import org.anze.gateway.record.RecordType;

/**
 * What is compared: the records of one type that went one way on one day of China time.
 *
 * @param party whose: the sender, or the recipient
 */
record Subject(String party, Direction direction, RecordType type, LocalDate date) {

    Day day() {
        return new Day(party, date);
    }

    /** For the audit log. */
    String words() {
        return "reconciliation " + direction.code() + " " + type.code() + " " + date;
    }
}
