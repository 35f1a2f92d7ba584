package org.anze.gateway.mapping.source;

import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * What is read: the submission itself, or one entry of an archive.
 *
 * @param entry name of the entry; null for the submission itself
 * @param ordinal number of the first record
 */
record Origin(@Nullable String entry, long ordinal) {

    static final Origin SUBMISSION = new Origin(null, 0);

    /** A place; the name of the entry stands before that of the column or path, with a {@code !} between. */
    Location at(long line, int column, @Nullable String name) {
        return new Location(line, column, named(name));
    }

    private @Nullable String named(@Nullable String name) {
        return entry == null ? name : name == null ? entry : entry + "!" + name;
    }

    /** The refusal of this part with the name of its entry, which the parsers underneath do not know. */
    SenderMustCorrect within(SenderMustCorrect refusal) {
        Finding finding = refusal.finding();
        Location place = finding.location();
        if (entry == null || place.name() != null && place.name().startsWith(entry)) {
            return refusal;
        }
        return moved(refusal, at(place.line(), place.column(), place.name()));
    }

    /** The same refusal about a better known place. */
    static SenderMustCorrect moved(SenderMustCorrect refusal, Location place) {
        Finding finding = refusal.finding();
        Finding moved = new Finding(
                finding.code(),
                finding.severity(),
                finding.rule(),
                finding.field(),
                place,
                finding.zh(),
                finding.en(),
                finding.remedyZh(),
                finding.remedyEn());
        return new SenderMustCorrect(moved, refusal);
    }
}
