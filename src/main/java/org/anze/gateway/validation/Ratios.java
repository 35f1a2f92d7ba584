package org.anze.gateway.validation;

import java.math.BigInteger;

/** Shares as the canonical model holds them. */
final class Ratios {

    private Ratios() {}

    /** A part of a whole that is not zero, in ten-thousandths of a per cent, rounded half up. */
    static long tenThousandthsOfPercent(long part, long whole) {
        BigInteger divisor = BigInteger.valueOf(whole).shiftLeft(1);
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(Tariff.WHOLE))
                .shiftLeft(1)
                .add(BigInteger.valueOf(whole))
                .divide(divisor)
                .longValue();
    }
}
