package org.anze.gateway.record.codes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table answers for a text.
 *
 * @param code canonical code, valid on the day that was asked for
 * @param name Chinese name of that code
 * @param legacyCode the code of the earlier edition when the text names a type that the editions cut differently; null when
 *     both editions agree
 * @param confidence how sure the crosswalk between the editions is, in ten-thousandths of a per cent; null without crosswalk
 * @param candidates all codes that the crosswalk offers, likeliest first; empty without crosswalk
 */
public record Code(
        String code,
        String name,
        @Nullable String legacyCode,
        @Nullable Long confidence,
        List<String> candidates) {

    /** A code that needed no crosswalk. */
    static Code plain(String code, String name) {
        return new Code(code, name, null, null, List.of());
    }
}
