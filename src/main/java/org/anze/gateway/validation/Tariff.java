package org.anze.gateway.validation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rate, limits and factors make of a premium. Percentages are ten-thousandths of a per cent. */
final class Tariff {

    /** One hundred per cent. */
    static final long WHOLE = 1_000_000;

    /** Of {@link #WHOLE}. */
    private static final int PERCENT_DIGITS = 6;

    private static final BigDecimal LARGEST_RATE = BigDecimal.valueOf(1000 * WHOLE);

    private Tariff() {}

    /** Whether the premium is further from limits times rate than the tolerance allows. */
    static boolean isPremiumOffRate(Case subject) {
        Long premium = subject.number("premium");
        Long tolerance = subject.parameters().rateTolerance();
        if (premium == null || tolerance == null || !canComputePremium(subject)) {
            return false;
        }
        return Math.abs(premium - premiumByRate(subject)) > share(premium, tolerance);
    }

    /**
     * The rate times the sum of the limits, which is the limit per dead person times the persons insured, rounded half up to
     * a fen; all of them are there.
     */
    static long premiumByRate(Case subject) {
        long sumInsured = saturatedProduct(subject.count("perPersonDeath"), subject.count("insuredCount"));
        return share(sumInsured, Math.min(subject.count("rate"), WHOLE));
    }

    /** Whether the rate differs by more than a ten-thousandth of a per cent from the base rate times its factors. */
    static boolean isRateOffTariff(Case subject) {
        Long rate = subject.number("rate");
        return rate != null && base(subject) != null && Math.abs(rate - rateByFactors(subject)) > 1;
    }

    /** The base rate times its factors, rounded half up once at the end. */
    static long rateByFactors(Case subject) {
        Long base = base(subject);
        BigDecimal rate = BigDecimal.valueOf(base == null ? 0 : base);
        List<Map<String, Object>> factors = subject.record().objects("factors");
        for (int i = 0; i < factors.size(); i++) {
            Object value = factors.get(i).get("value");
            if (value instanceof Long factor) {
                rate = rate.multiply(BigDecimal.valueOf(factor, PERCENT_DIGITS));
            }
        }
        return rate.min(LARGEST_RATE).setScale(0, RoundingMode.HALF_UP).longValue();
    }

    /** What the policy states, or what the tariff of the place says when it states nothing; null when neither does. */
    private static @Nullable Long base(Case subject) {
        Long stated = subject.number("baseRate");
        return stated == null ? subject.parameters().tariffRate(subject.scope().sector()) : stated;
    }

    private static boolean canComputePremium(Case subject) {
        return present(subject.number("rate"))
                && present(subject.number("perPersonDeath"))
                && present(subject.number("insuredCount"));
    }

    private static boolean present(@Nullable Long value) {
        return value != null && value >= 0;
    }

    /** The product of two numbers that are not negative, or the largest number there is. */
    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    /** A percentage, up to a thousand, of an amount, rounded half up; whole and rest apart, so that nothing overflows. */
    private static long share(long amount, long percent) {
        return amount / WHOLE * percent + (amount % WHOLE * percent + WHOLE / 2) / WHOLE;
    }
}
