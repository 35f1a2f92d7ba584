package org.anze.gateway.validation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What the record under examination says, read and compared. Every comparison is false when one of its sides is missing: what
 * must not be missing is another rule's business. Not for sharing between threads.
 */
abstract class RecordReading {

    private CanonicalRecord record;

    RecordReading(CanonicalRecord first) {
        record = first;
    }

    /** Goes on to the next record. */
    final void read(CanonicalRecord next) {
        record = next;
    }

    CanonicalRecord record() {
        return record;
    }

    @Nullable
    String text(String field) {
        return record.text(field);
    }

    @Nullable
    Long number(String field) {
        return record.number(field);
    }

    /** The number, or zero when it is missing. */
    long count(String field) {
        Long value = record.number(field);
        return value == null ? 0 : value;
    }

    /** Whether there is something; an empty list is nothing. */
    boolean has(String field) {
        return !isAbsent(record.value(field));
    }

    boolean lacks(String field) {
        return isAbsent(record.value(field));
    }

    static boolean isAbsent(@Nullable Object value) {
        return value == null || value instanceof List<?> list && list.isEmpty();
    }

    boolean isTrue(String field) {
        return Boolean.TRUE.equals(record.flag(field));
    }

    boolean is(String field, String value) {
        return value.equals(record.text(field));
    }

    /** Whether a number is less than another field. */
    boolean less(String field, String other) {
        return less(field, record.number(other));
    }

    /** Whether a number is less than a limit. */
    boolean less(String field, @Nullable Long limit) {
        Long value = record.number(field);
        return value != null && limit != null && value < limit;
    }

    /** Whether a number exceeds another field. */
    boolean more(String field, String other) {
        return more(field, record.number(other));
    }

    /** Whether a number exceeds a limit. */
    boolean more(String field, @Nullable Long limit) {
        Long value = record.number(field);
        return value != null && limit != null && value > limit;
    }

    /** Whether a date or instant is earlier than another. Canonical texts sort by time. */
    boolean before(String field, String other) {
        return isBefore(record.text(field), record.text(other));
    }

    static boolean isBefore(@Nullable String time, @Nullable String other) {
        return time != null && other != null && time.compareTo(other) < 0;
    }

    /** Whether more time than allowed lies between two instants. */
    boolean laterThan(String from, String to, @Nullable Duration allowed) {
        return allowed != null && has(from) && has(to) && secondsBetween(from, to) > allowed.toSeconds();
    }

    /** Seconds from one date or instant to another, both of which are there. */
    long secondsBetween(String from, String to) {
        return seconds(to) - seconds(from);
    }

    /** Seconds since 1970 of a date or instant that is there. */
    long seconds(String field) {
        String time = record.text(field);
        if (time == null) {
            throw new IllegalStateException("missing: " + field);
        }
        return ChinaTime.seconds(time);
    }

    /** The sum of the amounts under a key in the entries of a list. */
    static long sum(List<Map<String, Object>> entries, String key) {
        long sum = 0;
        for (int i = 0; i < entries.size(); i++) {
            Object amount = entries.get(i).get(key);
            if (amount instanceof Long number) {
                sum += number;
            }
        }
        return sum;
    }

    /** What a finding calls those of these fields that the record lacks. */
    String missing(String... fields) {
        return Stream.of(fields).filter(this::lacks).map(this::label).collect(Collectors.joining(", "));
    }

    /** What a finding calls a field: its Chinese and its canonical name. */
    String label(String field) {
        return record.definition()
                .field(field)
                .map(definition -> definition.zh() + " " + definition.name())
                .orElse(field);
    }

    /** The value of a field as people write it; refuses personal ones. */
    String words(String field) {
        Optional<FieldDefinition> definition = record.definition().field(field);
        return definition.isEmpty() ? "" : Wording.of(definition.get(), record.value(field));
    }
}
