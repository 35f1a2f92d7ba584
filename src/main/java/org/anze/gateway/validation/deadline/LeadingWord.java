package org.anze.gateway.validation.deadline;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;

/**
 * Which records count when several parties sent what is the same. Policies and endorsements are the insurer's business: its own
 * word counts, and a broker's is a copy. Of all other types every party writes what it did or saw itself (DOMAIN.md B2), an agency
 * its hazards, a unit its accidents; there every word counts.
 */
public final class LeadingWord {

    private static final Set<RecordType> COPIED = EnumSet.of(RecordType.POLICY, RecordType.ENDORSEMENT);
    private static final Comparator<KnownRecord> LEADS = Comparator.comparing(KnownRecord::isVoid)
            .thenComparing(record -> !record.provider().equals(record.insurer()))
            .thenComparing(KnownRecord::provider);

    private LeadingWord() {}

    private record Word(RecordType type, String businessKey, String party) {
        static Word of(KnownRecord record) {
            return new Word(
                    record.type(),
                    record.businessKey(),
                    COPIED.contains(record.type()) ? record.insurer() : record.provider());
        }
    }

    /** @param records the newest version of each provider */
    public static List<KnownRecord> of(List<KnownRecord> records) {
        Map<Word, KnownRecord> leading = new LinkedHashMap<>();
        records.forEach(record -> leading.merge(Word.of(record), record, BinaryOperator.minBy(LEADS)));
        return List.copyOf(leading.values());
    }
}
