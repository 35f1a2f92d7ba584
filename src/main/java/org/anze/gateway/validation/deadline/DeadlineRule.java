package org.anze.gateway.validation.deadline;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Wanted;

/** One rule about time. Implementations are immutable and safe for several threads. */
public interface DeadlineRule {

    /** The rule of DOMAIN.md D, such as {@code V-P15}. */
    String id();

    /** The records it looks at one by one. */
    RecordType subject();

    /** What else it has to know about a record, to be looked up before {@link #due}. */
    Wanted wanted(KnownRecord subject);

    /** What is due about a record that is not withdrawn; empty when nothing is, or nothing yet. */
    List<Due> due(KnownRecord subject, DeadlineContext context);
}
