package org.anze.gateway.ledger;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anze.gateway.record.RecordType;

/** Record types as the small numbers of DOMAIN.md (R03 is 3), as tables hold them. */
public final class TypeNumber {

    private static final Map<Short, RecordType> BY_NUMBER = Arrays.stream(RecordType.values())
            .collect(Collectors.toUnmodifiableMap(TypeNumber::of, Function.identity()));

    private TypeNumber() {}

    /** The number of a type. */
    public static short of(RecordType type) {
        return Short.parseShort(type.number().substring(1));
    }

    /** The type of a number that the gateway itself stored. */
    public static RecordType type(short number) {
        RecordType type = BY_NUMBER.get(number);
        if (type == null) {
            throw new IllegalStateException("no record type has number " + number);
        }
        return type;
    }
}
