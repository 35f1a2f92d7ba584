package org.anze.gateway.task;

import java.time.LocalDate;
import java.util.List;

/** What an order is about, before it is made a list. */
public sealed interface Chosen {

    /** Longest list that somebody may name one by one. */
    int MOST_LISTED = 10_000;

    /** In words, for people and the audit log; no personal values. */
    String words();

    /** Everything between two numbers, both among them: of parcels, for an export of ledger entries. */
    record Numbers(long from, long to) implements Chosen {
        @Override
        public String words() {
            return from == to ? String.valueOf(from) : from + "…" + to;
        }
    }

    /**
     * Everything of some days in China, both among them: parcels by when they were made, submissions and ledger entries by
     * when they were received.
     */
    record Days(LocalDate from, LocalDate to) implements Chosen {
        @Override
        public String words() {
            return from.equals(to) ? from.toString() : from + "…" + to;
        }
    }

    /** One by one: parcels, or numbers of submissions for a re-map. */
    record Listed(List<Long> subjects) implements Chosen {
        /** @throws IllegalArgumentException for more than {@value #MOST_LISTED} */
        public Listed {
            subjects = List.copyOf(subjects);
            if (subjects.size() > MOST_LISTED) {
                throw new IllegalArgumentException("more than " + MOST_LISTED + " are listed");
            }
        }

        @Override
        public String words() {
            return subjects.size() == 1
                    ? String.valueOf(subjects.get(0))
                    : "逐条 " + subjects.size() + " / " + subjects.size() + " listed";
        }
    }
}
