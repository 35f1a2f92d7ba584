package org.anze.gateway.mapping.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What expressions can do with lists. None gives more than {@link Expression#MOST_ITERATIONS} parts. */
final class ListFunctions {

    private ListFunctions() {}

    static void bounded(int size) {
        if (size > Expression.MOST_ITERATIONS) {
            throw new Refused("too many parts");
        }
    }

    /**
     * Two lists as one; loops gather what they make with it, too. What is added counts with everything inside it, because a
     * list of lists grows as fast as a long one.
     */
    static List<Object> joined(List<?> first, List<?> second) {
        bounded(first.size() + second.size());
        bounded(parts(second, -1));
        List<Object> joined = new ArrayList<>(first.size() + second.size());
        joined.addAll(first);
        joined.addAll(second);
        return Collections.unmodifiableList(joined);
    }

    /** How many parts there are with this one, those of lists in lists included; stops counting when there are too many. */
    private static int parts(Object value, int before) {
        int count = before + 1;
        Iterable<?> inside = List.of();
        if (value instanceof List<?> list) {
            inside = list;
        } else if (value instanceof Map<?, ?> map) {
            inside = map.values();
        }
        for (Object part : inside) {
            if (count > Expression.MOST_ITERATIONS + 1) {
                break;
            }
            count = parts(part, count);
        }
        return count;
    }

    static long sum(List<?> numbers) {
        bounded(numbers.size());
        long sum = 0;
        for (Object number : numbers) {
            sum = Math.addExact(sum, (Long) number);
        }
        return sum;
    }
}
