package org.anze.gateway.seal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a parsed object whose set of names is prescribed. Every refusal names the path, never the value. */
public final class JsonFields {

    private final Map<?, ?> members;
    private final String where;

    private JsonFields(Map<?, ?> members, String where) {
        this.members = members;
        this.where = where;
    }

    /**
     * Takes a parsed value as an object with exactly these members.
     *
     * @param where its path in the document, empty for the top
     * @throws FlawException {@link Flaw#MALFORMED} when it is not an object, or has other members
     */
    public static JsonFields of(@Nullable Object value, String where, String... required) throws FlawException {
        return of(value, where, List.of(required), List.of());
    }

    /** As {@link #of(Object, String, String...)} with members that may be absent. */
    public static JsonFields of(
            @Nullable Object value, String where, Collection<String> required, Collection<String> optional)
            throws FlawException {
        if (!(value instanceof Map<?, ?> members)) {
            throw new FlawException(Flaw.MALFORMED, where);
        }
        JsonFields fields = new JsonFields(members, where);
        for (String name : required) {
            if (!members.containsKey(name)) {
                throw new FlawException(Flaw.MALFORMED, fields.path(name));
            }
        }
        for (Object name : members.keySet()) {
            if (!required.contains(name) && !optional.contains(name)) {
                // The unexpected name itself is not repeated: it comes from outside.
                throw new FlawException(Flaw.MALFORMED, where);
            }
        }
        return fields;
    }

    /** The path of a member. */
    public String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    /** Whether an optional member is there. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Any value. */
    public @Nullable Object value(String name) {
        return members.get(name);
    }

    /** A string that is not empty. */
    public String text(String name) throws FlawException {
        if (members.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new FlawException(Flaw.MALFORMED, path(name));
    }

    /** A string that must be this one. */
    public void requireFormat(String name, String expected) throws FlawException {
        if (!expected.equals(members.get(name))) {
            throw new FlawException(Flaw.UNKNOWN_FORMAT, path(name));
        }
    }

    /** An integer from the least value upwards. */
    public long integer(String name, long least) throws FlawException {
        if (members.get(name) instanceof Long number && number >= least) {
            return number;
        }
        throw new FlawException(Flaw.MALFORMED, path(name));
    }

    /** Bytes written in strict Base64. */
    public byte[] bytes(String name) throws FlawException {
        return Base64Text.decode(text(name), path(name));
    }

    /** A hash of 32 bytes. */
    public byte[] hash(String name) throws FlawException {
        return Base64Text.decodeHash(text(name), path(name));
    }

    /** A time in the form of {@link SealTime}. */
    public Instant time(String name) throws FlawException {
        return SealTime.parse(text(name), path(name));
    }

    /** The name of a ledger. */
    public String ledger(String name) throws FlawException {
        String ledger = text(name);
        if (!Checkpoint.isName(ledger)) {
            throw new FlawException(Flaw.MALFORMED, path(name));
        }
        return ledger;
    }

    /** The name of a suite. */
    public Suite suite(String name) throws FlawException {
        return Suite.byName(text(name)).orElseThrow(() -> new FlawException(Flaw.SUITE_MISMATCH, path(name)));
    }

    /** An array. */
    public List<?> list(String name) throws FlawException {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw new FlawException(Flaw.MALFORMED, path(name));
    }

    /** An object whose names are not prescribed. */
    public Map<?, ?> map(String name) throws FlawException {
        if (members.get(name) instanceof Map<?, ?> map) {
            return map;
        }
        throw new FlawException(Flaw.MALFORMED, path(name));
    }
}
