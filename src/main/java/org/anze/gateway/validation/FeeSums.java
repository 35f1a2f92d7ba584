package org.anze.gateway.validation;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arithmetic of the prevention fee, in fen and without rounding on the way (N322, DOMAIN.md G7). */
public final class FeeSums {

    private static final BigInteger WHOLE = BigInteger.valueOf(Tariff.WHOLE);
    private static final BigInteger TWO = BigInteger.TWO;

    private FeeSums() {}

    /**
     * What was booked for an insurer as spent, less what was reversed, whoever sent the entries.
     *
     * @param but business key of an entry that does not count; null when all do
     */
    public static long spent(List<KnownRecord> entries, String insurer, @Nullable String but) {
        long sum = 0;
        for (int i = 0; i < entries.size(); i++) {
            KnownRecord entry = entries.get(i);
            if (!entry.isVoid()
                    && entry.insurer().equals(insurer)
                    && !entry.businessKey().equals(but)) {
                String type = entry.text("type");
                sum += "SPEND".equals(type)
                        ? entry.count("amount")
                        : "REVERSE".equals(type) ? -entry.count("amount") : 0;
            }
        }
        return sum;
    }

    /** Whether {@code spent} is more than a share of what was received; the share is in ten-thousandths of a per cent. */
    public static boolean isOverCap(long spent, long received, long cap) {
        return BigInteger.valueOf(spent)
                        .multiply(WHOLE)
                        .compareTo(BigInteger.valueOf(received).multiply(BigInteger.valueOf(cap)))
                > 0;
    }

    /** The highest amount that is not over the cap. */
    public static long most(long received, long cap) {
        return BigInteger.valueOf(received)
                .multiply(BigInteger.valueOf(cap))
                .divide(WHOLE)
                .longValue();
    }

    /** The lowest amount to be spent: the share of the premium, rounded half up to a fen; never negative. */
    public static long least(long premium, long floor) {
        BigInteger product = BigInteger.valueOf(premium).multiply(BigInteger.valueOf(floor));
        return product.multiply(TWO)
                .add(WHOLE)
                .divide(WHOLE.multiply(TWO))
                .max(BigInteger.ZERO)
                .longValue();
    }
}
