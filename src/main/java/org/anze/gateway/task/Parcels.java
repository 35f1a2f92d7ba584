package org.anze.gateway.task;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * Which parcels of a recipient an order is about.
 *
 * @param condition over {@code parcel p}
 */
record Parcels(String condition, List<Object> parameters) {

    /** @throws SenderMustCorrect when the order does not say */
    static Parcels of(TaskOrder order) {
        if (order.chosen() instanceof Chosen.Numbers numbers) {
            return new Parcels(
                    "p.recipient = ? and p.number between ? and ?",
                    List.of(order.party(), numbers.from(), numbers.to()));
        }
        if (order.chosen() instanceof Chosen.Days days) {
            return new Parcels(
                    "p.recipient = ? and p.prepared_at >= ? and p.prepared_at < ?",
                    List.of(
                            order.party(),
                            TaskAct.beginOf(days.from()),
                            TaskAct.beginOf(days.to().plusDays(1))));
        }
        if (order.chosen() instanceof Chosen.Listed listed) {
            return new Parcels(
                    "p.recipient = ? and p.number = any(?)",
                    List.of(order.party(), listed.subjects().toArray(Long[]::new)));
        }
        throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "parcels");
    }
}
