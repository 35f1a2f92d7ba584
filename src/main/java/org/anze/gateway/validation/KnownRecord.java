package org.anze.gateway.validation;

import java.util.List;
import java.util.Map;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A record that the ledger already has, with as much of it as the rules read.
 *
 * @param provider party that sent it
 * @param version of the business key, from 1
 * @param scope as validation settled on it
 * @param values canonical field → value, held as its {@link org.anze.gateway.record.FieldType} says; at least the fields of
 *     {@link LookupFields#read} that the record has
 */
public record KnownRecord(
        RecordType type,
        String businessKey,
        String provider,
        long version,
        Operation operation,
        Scope scope,
        Map<String, Object> values) {

    /** Whether its newest version withdraws it. */
    public boolean isVoid() {
        return operation == Operation.VOID;
    }

    /** A text, code, date or instant; null when absent. */
    public @Nullable String text(String field) {
        return values.get(field) instanceof String text ? text : null;
    }

    /** An integer, money in fen or a percentage; null when absent. */
    public @Nullable Long number(String field) {
        return values.get(field) instanceof Long number ? number : null;
    }

    /** The number, or zero when absent. */
    public long count(String field) {
        return values.get(field) instanceof Long number ? number : 0;
    }

    /** Whether a boolean is there and true. */
    public boolean isTrue(String field) {
        return Boolean.TRUE.equals(values.get(field));
    }

    /** A list of objects; empty when absent. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> objects(String field) {
        return values.get(field) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    /** The insurer whose business it is, whoever sent it; the sender when nobody says. */
    public String insurer() {
        return scope.insurer().isEmpty() ? provider : scope.insurer();
    }

    /** Whether another is a word about the same business: one key under one insurer, whoever sent it. */
    public boolean isSameBusiness(KnownRecord other) {
        return type == other.type
                && businessKey.equals(other.businessKey)
                && insurer().equals(other.insurer());
    }

    /** Whether it is the record with this key of this party, in whatever version. */
    public boolean isSame(String key, String party) {
        return businessKey.equals(key) && provider.equals(party);
    }
}
