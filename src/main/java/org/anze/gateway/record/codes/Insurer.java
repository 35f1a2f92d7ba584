package org.anze.gateway.record.codes;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An insurer and its codes in the schemes that are in use.
 *
 * @param code code of table INS: the four letters of the industry, or the short name when none is known
 * @param codes the codes of the other schemes, as far as known
 * @param from first day of its licence; null without limit
 * @param to first day on which it no longer writes business; null without limit
 * @param successor code of the insurer that took over its business
 */
public record Insurer(
        String code,
        String name,
        Map<Scheme, String> codes,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String successor) {

    /** Who gives an insurer a number. */
    public enum Scheme {
        /** Unified social credit code, GB 32100. */
        USCC("uscc"),
        /** Twelve digits, met in apps. */
        APP12("app12"),
        /** Ten digits, met in apps and regional platforms. */
        APP10("app10"),
        /** Institution code of the regulator's EAST returns. */
        EAST("east");

        private final String column;

        Scheme(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /** The credit code where it is known, otherwise the code of table INS. */
    public String key() {
        return codes.getOrDefault(Scheme.USCC, code);
    }

    boolean writesOn(LocalDate day) {
        return new Validity(from, to).covers(day);
    }
}
