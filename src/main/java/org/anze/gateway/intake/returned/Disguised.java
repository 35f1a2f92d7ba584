package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.intake.returned.ReturnTokens.Kept;

/** Masks the cells of one record and remembers what it masked, for the token. For one record. */
final class Disguised {

    private final OwnLayout layout;
    private final FlawedRecord record;
    private boolean lost;
    private final String mark = MaskTag.newMark();
    private final List<Kept> kept = new ArrayList<>();

    Disguised(OwnLayout layout, FlawedRecord record) {
        this.layout = layout;
        this.record = record;
    }

    /** What is shown of the n-th text under a column. */
    String show(String column, int row, String text) {
        return show(column, row, text, false);
    }

    /** Likewise of a text that was a number in JSON. */
    String show(String column, int row, String text, boolean number) {
        if (record.isLost(column)) {
            boolean first = !lost;
            lost = true;
            return first || !record.isLostWhole() ? Marks.FILL_IN : "";
        }
        boolean personal = layout.isPersonal(column);
        String shown = PersonalCells.mask(text, personal);
        boolean masked = !shown.equals(text);
        // What its sender masked already is remembered too: otherwise it would pass for a mask that was not restored.
        if (!masked && !PersonalCells.looksMasked(text, personal)) {
            return text;
        }
        kept.add(new Kept(column, row, text, number));
        return masked ? new MaskTag(mark, kept.size() - 1).behind(shown) : text;
    }

    /** What the tags of its masks begin with. */
    String mark() {
        return mark;
    }

    List<Kept> kept() {
        return kept;
    }
}
