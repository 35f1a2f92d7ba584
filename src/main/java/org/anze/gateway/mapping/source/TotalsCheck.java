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

/** Adds up while a file is read and compares with the control totals (rule V-T01). One per reading. */
final class TotalsCheck {

    private static final String RULE = "V-T01";

    private final SourceSettings.Totals totals;
    private final BigDecimal[] sums;
    private final long[] unreadable;
    private final List<Finding> findings = new ArrayList<>();
    private final Amounts.@Nullable Unit[] measures;
    private long records;
    private boolean found;

    TotalsCheck(SourceSettings.Totals totals) {
        this(totals, new Amounts.Unit[totals.sums().size()]);
    }

    /** {@code measures} are the units that bare numbers of the summed columns are in; null means that nobody said. */
    TotalsCheck(SourceSettings.Totals totals, Amounts.@Nullable Unit[] measures) {
        this.totals = totals;
        this.measures = measures;
        this.sums = new BigDecimal[totals.sums().size()];
        this.unreadable = new long[totals.sums().size()];
        Arrays.fill(sums, BigDecimal.ZERO);
    }

    /** Adds a record; {@code cells} gives the text of the n-th summed column. */
    void add(IntFunction<@Nullable String> cells) {
        records++;
        for (int i = 0; i < sums.length; i++) {
            String text = cells.apply(i);
            BigDecimal number = text == null ? null : number(text, measures[i]);
            if (number != null) {
                sums[i] = sums[i].add(number);
            } else if (text != null && !Texts.isNone(Texts.trim(text))) {
                unreadable[i]++;
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
        SourceSettings.Count count = totals.count();
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
        BigDecimal stated = number(text, measures[index]);
        if (stated == null || stated.compareTo(sums[index]) != 0) {
            throw refused(SourceProblem.TOTALS_SUM, location, column, shown(text), sum(index));
        }
    }

    /** In the measure of the column, as its sender would write it. */
    private String sum(int index) {
        Amounts.Unit measure = measures[index];
        if (measure == null || measure == Amounts.Unit.YUAN) {
            return sums[index].toPlainString();
        }
        BigDecimal sum = sums[index].movePointRight(2).divide(measure.toFen(BigDecimal.ONE));
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

    private static @Nullable BigDecimal number(String text, Amounts.@Nullable Unit measure) {
        Amounts.Amount amount = Amounts.amount(text);
        if (amount == null) {
            return null;
        }
        // Within one column a unit may be written or not; where none is stated above the column, yuan is the measure.
        Amounts.Unit unit = amount.unit() == null ? measure : amount.unit();
        return unit == null ? amount.number() : unit.toFen(amount.number()).movePointLeft(2);
    }

    private static String shown(String text) {
        String trimmed = Texts.trim(text);
        return trimmed.length() > 40 ? trimmed.substring(0, 40) : trimmed;
    }

    private static SenderMustCorrect refused(SourceProblem kind, Location location, Object... arguments) {
        return new SenderMustCorrect(Finding.of(kind, RULE, null, location, arguments), null);
    }
}
