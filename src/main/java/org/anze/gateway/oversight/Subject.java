package org.anze.gateway.oversight;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.deadline.Deadlines;
import org.anze.gateway.validation.deadline.LeadingWord;

/**
 * The records under one key.
 *
 * @param words the newest version of each party
 * @param records those of them that are judged
 * @param questions what is asked about those
 */
record Subject(Reference key, List<KnownRecord> words, List<KnownRecord> records, List<Deadlines.Question> questions) {

    static Subject of(Reference key, List<KnownRecord> words) {
        List<KnownRecord> records = LeadingWord.of(words);
        return new Subject(key, words, records, Deadlines.questions(records));
    }

    /** How much has to be looked up. */
    int wanted() {
        return questions.stream()
                .mapToInt(question -> question.wanted().references().size()
                        + question.wanted().lookups().size())
                .sum();
    }

    /** Who sent one of the records, or the same. */
    Set<String> senders(KnownRecord record) {
        return words.stream()
                .filter(word -> !word.isVoid() && word.isSameBusiness(record))
                .map(KnownRecord::provider)
                .collect(Collectors.toUnmodifiableSet());
    }
}
