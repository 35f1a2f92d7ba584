package org.anze.gateway.access;

import java.util.function.Function;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a decision asks about a record. Everything but the scope is asked lazily, and only when an agreement's condition names
 * it: no unit of the record is opened otherwise. For one thread.
 */
public interface Facts {

    /** Place of risk, sector and insurer of the record version that would be given. */
    Scope scope();

    /** The canonical value of a field; null when the record has none. */
    @Nullable
    Object value(String field);

    /** Whether values can be read at all: not any more when the data key was destroyed; then no value is known. */
    default boolean readable() {
        return true;
    }

    /** Who sent the record; null when that is not known, and then nobody is taken for the sender. */
    default @Nullable String provider() {
        return null;
    }

    /** The business key; null to have it made from the values of its fields. */
    default @Nullable String businessKey() {
        return null;
    }

    /**
     * A field of the policy that the record names in {@code policyNo}, for types that do not say themselves whose they are; null
     * when it is not known, and then the record is nobody's.
     */
    default @Nullable Object policyValue(String field) {
        return null;
    }

    /** Facts of a record whose values are at hand. */
    static Facts of(Scope scope, Function<String, ? extends @Nullable Object> values) {
        return new Facts() {
            @Override
            public Scope scope() {
                return scope;
            }

            @Override
            public @Nullable Object value(String field) {
                return values.apply(field);
            }
        };
    }

    /**
     * Facts of a sealed record, whose units are opened one by one as they are asked for.
     *
     * @param definition the definition of the record's own type and schema version
     */
    static Facts of(SealedRecord record, RecordDefinition definition) {
        return new SealedFacts(record, definition);
    }
}
