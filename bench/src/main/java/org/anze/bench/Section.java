package org.anze.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured of one contender in one round.
 *
 * @param mode {@code batch} or {@code single}
 * @param seconds from the first send to the last delivery
 * @param receiptSeconds from the first send to the last receipt
 * @param receipts milliseconds from the send of a batch to its receipt, sorted
 * @param deliveries milliseconds from the send of a record's batch to its arrival at a recipient, sorted
 * @param cpu CPU time of each part
 * @param resident most resident memory of each part while it ran
 * @param messages deliveries as the recipients counted them, with their bytes
 * @param busy answers that asked the sender to come again
 */
record Section(
        String contender,
        String mode,
        int round,
        int records,
        double seconds,
        double receiptSeconds,
        double[] receipts,
        float[] deliveries,
        Map<Part, Long> cpu,
        Map<Part, Long> resident,
        long messages,
        long bytes,
        int busy) {

    /** The processes of a section. */
    enum Part {
        CONTENDER,
        DATABASE,
        BROKER,
        SINK,
        LOAD
    }

    double perSecond() {
        return records / seconds;
    }

    double receiptsPerSecond() {
        return records / receiptSeconds;
    }

    /** Microseconds a record. */
    double cpu(Part part) {
        return cpu.getOrDefault(part, 0L) / 1e3 / records;
    }

    double cpuOfAll() {
        return Arrays.stream(Part.values()).mapToDouble(this::cpu).sum();
    }

    double receipt(double share) {
        return receipts.length == 0 ? 0 : receipts[(int) Math.min(receipts.length - 1.0, share * receipts.length)];
    }

    double delivery(double share) {
        return deliveries.length == 0
                ? 0
                : deliveries[(int) Math.min(deliveries.length - 1.0, share * deliveries.length)];
    }

    /** An empty map of parts. */
    static Map<Part, Long> parts() {
        return new EnumMap<>(Part.class);
    }
}
