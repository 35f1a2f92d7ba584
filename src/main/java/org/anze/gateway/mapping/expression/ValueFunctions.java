package org.anze.gateway.mapping.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.convert.Times;

/** Amounts, numbers and days that expressions read out of texts, by the rules of the converters. */
final class ValueFunctions {

    private ValueFunctions() {}

    /**
     * An amount in fen; what means nothing is zero, so that optional columns can be added up. The unit is one of the names of
     * field tables, or words such as those of column {@code @unit}.
     */
    static long fen(String text, String unit) {
        if (!TextFunctions.present(text)) {
            return 0;
        }
        Amounts.Amount amount = Amounts.amount(text);
        Amounts.Unit named = Amounts.Unit.named(unit);
        Amounts.Unit agreed = named == null ? Amounts.unitIn(unit) : named;
        Amounts.Unit written = amount == null || amount.unit() == null ? agreed : amount.unit();
        Long fen = amount == null || written == null ? null : Amounts.whole(written.toFen(amount.number()));
        if (fen == null) {
            throw new Refused("no amount");
        }
        return fen;
    }

    static long whole(String text) {
        if (!TextFunctions.present(text)) {
            return 0;
        }
        BigDecimal number = Amounts.number(Texts.numeral(text));
        Long whole = number == null ? null : Amounts.whole(number);
        if (whole == null) {
            throw new Refused("no whole number");
        }
        return whole;
    }

    /** The day that the text names, as {@code 2024-01-31}. */
    static String day(String text) {
        return plus(text, 0, ChronoUnit.DAYS);
    }

    /** The day so many units later, or earlier. */
    static String plus(String text, long amount, ChronoUnit unit) {
        Times.Moment moment = Times.parse(Texts.trim(text));
        if (moment == null) {
            throw new Refused("no day");
        }
        LocalDate day;
        try {
            day = moment.at().toLocalDate().plus(amount, unit);
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refused("no day");
        }
        if (!Times.isSensible(day)) {
            throw new Refused("no day");
        }
        return Times.date(day);
    }
}
