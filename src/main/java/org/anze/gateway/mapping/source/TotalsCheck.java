package org.anze.gateway.mapping.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Adds up while a file is read and compares with the control totals (rule V-T01). Within a column some numbers may name their
 * unit and others not, so the two are added up apart and meet when the total is compared. One per reading.
 */
final class TotalsCheck {

    private static final String RULE = "V-T01";

    private final ControlTotals totals;
    /** Of numbers without a unit, as they are written. */
    private final BigDecimal[] bare;
    /** Of numbers that name their unit, in fen. */
    private final BigDecimal[] fen;

    private final long[] unreadable;
    private final List<Finding> findings = new ArrayList<>();
    private final Amounts.@Nullable Unit[] measures;
    private long records;
    private boolean found;

    TotalsCheck(ControlTotals totals) {
        this(totals, new Amounts.Unit[totals.sums().size()]);
    }

    /** {@code measures} are the units that bare numbers of the summed columns are in; null means that nobody said. */
    TotalsCheck(ControlTotals totals, Amounts.@Nullable Unit[] measures) {
        this.totals = totals;
        this.measures = measures;
        this.bare = new BigDecimal[measures.length];
        this.fen = new BigDecimal[measures.length];
        this.unreadable = new long[measures.length];
        Arrays.fill(bare, BigDecimal.ZERO);
        Arrays.fill(fen, BigDecimal.ZERO);
    }

    /** Adds a record of a source that has no sums. */
    void add() {
        records++;
    }

    /** Adds a record; {@code cells} gives the text of the n-th summed column. */
    void add(IntFunction<String> cells) {
        records++;
        for (int i = 0; i < bare.length; i++) {
            String text = cells.apply(i);
            Amounts.Amount amount = Amounts.amount(text);
            if (amount == null) {
                unreadable[i] += Texts.isNone(Texts.trim(text)) ? 0 : 1;
            } else if (amount.unit() == null) {
                bare[i] = bare[i].add(amount.number());
            } else {
                fen[i] = fen[i].add(amount.unit().toFen(amount.number()));
            }
        }
    }

    /** Adds a record whose cells cannot be told apart; no sum can be checked then. */
    void addUnreadable() {
        records++;
        for (int i = 0; i < unreadable.length; i++) {
            unreadable[i]++;
        }
    }

    /** Compares the number of records. */
    void compareCount(String text, Location location) {
        found = true;
        ControlTotals.Count count = totals.count();
        String number = Texts.numeral(text);
        if (count != null && count.suffix() != null && number.endsWith(count.suffix())) {
            number = number.substring(0, number.length() - count.suffix().length());
        }
        BigDecimal stated = Amounts.number(number);
        if (stated == null || stated.compareTo(BigDecimal.valueOf(records)) != 0) {
            throw refused(SourceProblem.TOTALS_COUNT, location, shown(text), records);
        }
    }

    /** Compares one sum. */
    void compareSum(int index, String text, Location location) {
        found = true;
        String column = totals.sums().get(index);
        if (unreadable[index] > 0) {
            findings.add(Finding.of(SourceProblem.TOTALS_NOT_CHECKED, RULE, null, location, column, unreadable[index]));
            return;
        }
        Amounts.Amount stated = Amounts.amount(text);
        if (stated == null || !isSum(index, stated)) {
            throw refused(SourceProblem.TOTALS_SUM, location, column, shown(text), sum(index));
        }
    }

    /**
     * Where nobody said what bare numbers are in, the mapping may know it and this class does not: then the total must be right
     * in one of the units there are, the same for every bare number of the column and for a bare total.
     */
    private boolean isSum(int index, Amounts.Amount stated) {
        Amounts.Unit agreed = measures[index];
        for (Amounts.Unit measure : agreed == null ? Amounts.Unit.values() : new Amounts.Unit[] {agreed}) {
            Amounts.Unit unit = stated.unit() == null ? measure : stated.unit();
            if (unit.toFen(stated.number()).compareTo(inFen(index, measure)) == 0) {
                return true;
            }
        }
        return false;
    }

    private BigDecimal inFen(int index, Amounts.Unit measure) {
        return measure.toFen(bare[index]).add(fen[index]);
    }

    /** In the measure of the column, as its sender would write it; in yuan when nobody said which that is. */
    private String sum(int index) {
        Amounts.Unit measure = measures[index];
        if (measure == null && fen[index].signum() == 0) {
            // Not an amount, perhaps: a column of persons has no decimals.
            return bare[index].toPlainString();
        }
        if (measure == null || measure == Amounts.Unit.YUAN) {
            return inFen(index, Amounts.Unit.YUAN).movePointLeft(2).toPlainString();
        }
        BigDecimal sum = inFen(index, measure).divide(measure.toFen(BigDecimal.ONE));
        return sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
    }

    /** The totals row was there, whatever it holds. */
    void seen() {
        found = true;
    }

    /** At the end of the input. */
    void finish() {
        if (!found && totals.required()) {
            throw refused(SourceProblem.TOTALS_MISSING, Location.WHOLE);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    private static String shown(String text) {
        String trimmed = Texts.trim(text);
        return trimmed.length() > 40 ? trimmed.substring(0, 40) : trimmed;
    }

    private static SenderMustCorrect refused(SourceProblem kind, Location location, Object... arguments) {
        return new SenderMustCorrect(Finding.of(kind, RULE, null, location, arguments), null);
    }
}
