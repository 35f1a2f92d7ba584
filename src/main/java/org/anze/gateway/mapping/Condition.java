package org.anze.gateway.mapping;

import java.util.List;

/** When a row or a table applies. Compiled once; safe for many threads. */
interface Condition {

    /** Whether it applies to the record in work. */
    boolean holds(TableWork work);

    /** The columns it looks at. */
    List<Column> columns();
}
