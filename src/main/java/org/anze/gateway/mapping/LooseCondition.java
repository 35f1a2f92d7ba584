package org.anze.gateway.mapping;

import java.util.List;

/**
 * A condition of {@code @skip} or of a whole table, which has no field that says how much findings show of a text.
 *
 * @param hidden whether they show nothing, because the text may be about people
 */
record LooseCondition(Condition condition, boolean hidden) implements Condition {

    @Override
    public boolean holds(TableWork work) {
        work.turnTo(hidden ? Row.HIDDEN : null, null, null);
        return condition.holds(work);
    }

    @Override
    public List<Column> columns() {
        return condition.columns();
    }
}
