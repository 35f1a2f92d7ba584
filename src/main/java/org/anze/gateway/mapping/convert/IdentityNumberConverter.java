package org.anze.gateway.mapping.convert;

import java.util.Optional;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.IdentityNumber;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of identity cards, GB 11643: half-width and in capitals; the fifteen digits of old cards become eighteen. Whether
 * the number exists is a matter of rule V-S02, not of the mapping.
 */
record IdentityNumberConverter() implements Converter {

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        Object checked = TextConverter.CREDIT_CODE.convert(text, cell);
        if (!(checked instanceof String number)) {
            return null;
        }
        Optional<String> lengthened = IdentityNumber.fromFifteen(number);
        if (lengthened.isPresent()) {
            cell.report(ConversionProblem.IDENTITY_NUMBER_LENGTHENED, "V-S02", cell.shown(number));
        }
        return lengthened.orElse(number);
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(FieldType.TEXT, FieldType.CODE);
    }
}
