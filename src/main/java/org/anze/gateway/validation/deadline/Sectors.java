package org.anze.gateway.validation.deadline;

import org.anze.gateway.validation.KnownRecord;

/** Whether the law obliges the unit of a record to be insured. */
final class Sectors {

    private Sectors() {}

    /** On the day of a date or instant; a record without sector counts as not compulsory. */
    static boolean isCompulsory(KnownRecord record, DeadlineContext context, String time) {
        String sector = record.scope().sector();
        return sector != null
                && context.parametersOn(record, time).compulsorySectors().contains(sector);
    }
}
