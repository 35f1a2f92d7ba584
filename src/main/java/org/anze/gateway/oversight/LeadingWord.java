package org.anze.gateway.oversight;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.anze.gateway.validation.KnownRecord;

/**
 * Which of the records under one key are judged when several parties sent what is the same: one for each insurer, its own rather
 * than a broker's. Two words about one policy are one matter.
 */
final class LeadingWord {

    private static final Comparator<KnownRecord> LEADS = Comparator.comparing(KnownRecord::isVoid)
            .thenComparing(record -> !record.provider().equals(record.insurer()))
            .thenComparing(KnownRecord::provider);

    private LeadingWord() {}

    /** @param records of one type under one key, the newest version of each provider */
    static List<KnownRecord> of(List<KnownRecord> records) {
        Map<String, KnownRecord> leading = new LinkedHashMap<>();
        records.forEach(record -> leading.merge(record.insurer(), record, BinaryOperator.minBy(LEADS)));
        return List.copyOf(leading.values());
    }
}
