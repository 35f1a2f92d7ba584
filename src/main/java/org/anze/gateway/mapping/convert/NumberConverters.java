package org.anze.gateway.mapping.convert;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/** Amounts, percentages, whole numbers and yes or no. */
final class NumberConverters {

    private static final Map<String, Boolean> WORDS = Map.ofEntries(
            Map.entry("Y", true),
            Map.entry("N", false),
            Map.entry("YES", true),
            Map.entry("NO", false),
            Map.entry("TRUE", true),
            Map.entry("FALSE", false),
            Map.entry("T", true),
            Map.entry("F", false),
            Map.entry("是", true),
            Map.entry("否", false),
            Map.entry("有", true),
            Map.entry("无", false),
            Map.entry("1", true),
            Map.entry("0", false),
            Map.entry("√", true),
            Map.entry("×", false));

    private NumberConverters() {}

    /**
     * Money. A unit in the text wins over the column's.
     *
     * @param agreed unit of the column; null when the unit must stand in the text or above the headings
     * @param stated whether the unit that stands above the headings holds for texts without one
     * @param signed whether it may be negative, as changes of premium are
     */
    record Money(Amounts.@Nullable Unit agreed, boolean stated, boolean signed) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            if (agreed != null) {
                long fen = Amounts.plainFen(text, agreed);
                if (fen >= 0) {
                    return fen;
                }
            }
            Amounts.Amount amount = Amounts.amount(text);
            if (amount == null) {
                return refuse(cell, ConversionProblem.NOT_AN_AMOUNT, text);
            }
            Amounts.Unit unit = amount.unit() != null ? amount.unit() : stated ? statedUnit(cell) : agreed;
            if (unit == null) {
                return refuse(cell, ConversionProblem.AMOUNT_WITHOUT_UNIT, text);
            }
            if (amount.number().signum() < 0 && !signed) {
                return refuse(cell, ConversionProblem.AMOUNT_NEGATIVE, text);
            }
            BigDecimal fen = unit.toFen(amount.number());
            Long whole = Amounts.whole(fen);
            if (whole == null) {
                boolean fraction = fen.stripTrailingZeros().scale() > 0;
                return refuse(
                        cell, fraction ? ConversionProblem.AMOUNT_TOO_PRECISE : ConversionProblem.NOT_AN_AMOUNT, text);
            }
            return whole;
        }

        private static Amounts.@Nullable Unit statedUnit(Cell cell) {
            String stated = cell.statedUnit();
            return stated == null ? null : Amounts.unitIn(stated);
        }

        private static @Nullable Object refuse(Cell cell, ConversionProblem kind, String text) {
            cell.report(kind, "V-S05", cell.shown(text));
            return null;
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.MONEY);
        }
    }

    /** The contract of a column of percentages when the text has no per cent sign. */
    enum Percent implements Converter {
        /** 18 means 18 %. */
        PER_CENT(4),
        /** 0.18 means 18 %. */
        FRACTION(6),
        /** The sign must be there. */
        MARKED(-1);

        private final int digits;

        Percent(int digits) {
            this.digits = digits;
        }

        @Override
        public @Nullable Object convert(String text, Cell cell) {
            String compact = Texts.numeral(text);
            boolean perMille = compact.endsWith("‰");
            boolean sign = perMille || compact.endsWith("%");
            BigDecimal number = Amounts.number(sign ? compact.substring(0, compact.length() - 1) : compact);
            if (number == null || number.signum() < 0 || !sign && this == MARKED) {
                return refuse(cell, text);
            }
            if (!sign && this == PER_CENT && number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0) {
                cell.report(ConversionProblem.PERCENTAGE_SUSPICIOUSLY_SMALL, "V-S06", cell.shown(text));
            }
            if (!sign && this == FRACTION && number.compareTo(BigDecimal.ONE) > 0) {
                cell.report(ConversionProblem.PERCENTAGE_SUSPICIOUSLY_LARGE, "V-S06", cell.shown(text));
            }
            int shift = perMille ? PER_CENT.digits - 1 : sign ? PER_CENT.digits : digits;
            Long whole = Amounts.whole(number.movePointRight(shift));
            return whole == null ? refuse(cell, text) : whole;
        }

        private static @Nullable Object refuse(Cell cell, String text) {
            cell.report(ConversionProblem.NOT_A_PERCENTAGE, "V-S06", cell.shown(text));
            return null;
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.PERCENT);
        }
    }

    /**
     * A whole number.
     *
     * @param suffix what may stand behind it, such as 人; empty for nothing
     * @param signed whether it may be negative
     */
    record Whole(String suffix, boolean signed) implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            String compact = Texts.numeral(text);
            if (!suffix.isEmpty() && compact.endsWith(suffix)) {
                compact = compact.substring(0, compact.length() - suffix.length());
            }
            long plain = Amounts.plainWhole(compact);
            if (plain >= 0) {
                return plain;
            }
            BigDecimal number = Amounts.number(compact);
            Long whole = number == null || number.signum() < 0 && !signed ? null : Amounts.whole(number);
            if (whole == null) {
                cell.report(ConversionProblem.NOT_AN_INTEGER, null, cell.shown(text));
            }
            return whole;
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.INTEGER);
        }
    }

    /** Yes or no. */
    record YesNo() implements Converter {
        @Override
        public @Nullable Object convert(String text, Cell cell) {
            Boolean value = WORDS.get(Texts.numeral(text).toUpperCase(Locale.ROOT));
            if (value == null) {
                cell.report(ConversionProblem.NOT_A_BOOLEAN, null, cell.shown(text));
            }
            return value;
        }

        @Override
        public boolean isAbsent(String text) {
            return !text.equals("无") && Texts.isNone(text);
        }

        @Override
        public Set<FieldType> fills() {
            return Set.of(FieldType.BOOLEAN);
        }
    }
}
