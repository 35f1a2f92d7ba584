package org.anze.gateway.intake.returned;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.intake.returned.ReturnTokens.Kept;
import org.jspecify.annotations.Nullable;

/** What was masked in a returned record, found again by the tags behind its masks. Immutable. */
final class Masked {

    /** Of a record without a token. */
    static final Masked NOTHING = new Masked("", List.of());

    private final String mark;
    private final List<Kept> kept;
    /** Columns and texts that were masks when their sender wrote them first. */
    private final Set<List<String>> own = new HashSet<>();

    /**
     * @param mark what the tags begin with
     * @param kept by the number in their tags
     */
    Masked(String mark, List<Kept> kept) {
        this.mark = mark;
        this.kept = kept;
        kept.stream()
                .filter(cell -> PersonalCells.looksMasked(cell.text(), true))
                .forEach(cell -> own.add(List.of(OwnLayout.plain(cell.column()), cell.text())));
    }

    /** All of it, in the order it was masked. */
    List<Kept> kept() {
        return kept;
    }

    /** The cell whose mask stands here unchanged; null when the sender wrote something else, or it is from elsewhere. */
    @Nullable
    Kept find(String column, String cell) {
        MaskTag tag = MaskTag.of(cell);
        if (tag == null || !tag.record().equals(mark) || tag.text() >= kept.size()) {
            return null;
        }
        Kept found = kept.get(tag.text());
        boolean same = OwnLayout.plain(found.column()).equals(OwnLayout.plain(column));
        return same && isMaskOf(found.text(), MaskTag.without(cell).strip()) ? found : null;
    }

    /** Either way of masking counts: the layout may have learned of a personal column since. */
    private static boolean isMaskOf(String original, String cell) {
        return PersonalCells.mask(original, true).strip().equals(cell)
                || PersonalCells.mask(original, false).strip().equals(cell);
    }

    /** The text the mapping gets: the original of an unchanged mask, anything else as it is, without a tag of ours. */
    String restored(String column, String cell) {
        if (MaskTag.of(cell) == null) {
            return cell;
        }
        Kept found = find(column, cell);
        return found == null ? MaskTag.without(cell) : found.text();
    }

    /** Whether a mask stands there of which the original is not known: it must not become the value. */
    boolean isLeft(String column, String cell, boolean personal) {
        if (cell.indexOf('*') < 0 || find(column, cell) != null) {
            return false;
        }
        if (MaskTag.of(cell) != null) {
            return true;
        }
        return PersonalCells.looksMasked(cell, personal) && !own.contains(List.of(OwnLayout.plain(column), cell));
    }
}
