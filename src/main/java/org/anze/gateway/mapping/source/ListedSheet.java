package org.anze.gateway.mapping.source;

import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** A worksheet as its workbook lists it. */
interface ListedSheet {

    String name();

    /** Whether people do not see it; it is found by its name only. */
    boolean hidden();

    /** The worksheet of that name or number, the first that is not hidden when null. */
    static <S extends ListedSheet> S choose(List<S> worksheets, @Nullable String wanted) {
        for (S sheet : worksheets) {
            if (sheet.name().equals(wanted)) {
                return sheet;
            }
        }
        List<S> visible = worksheets.stream().filter(sheet -> !sheet.hidden()).toList();
        boolean byNumber = wanted == null || wanted.matches("[1-9][0-9]{0,2}");
        int number = wanted == null || !byNumber ? 1 : Integer.parseInt(wanted);
        if (!byNumber || number > visible.size()) {
            throw new SenderMustCorrect(SourceProblem.SHEET_MISSING, Location.WHOLE, wanted == null ? "1" : wanted);
        }
        return visible.get(number - 1);
    }

    /** How many other worksheets people see. */
    static <S extends ListedSheet> int others(List<S> worksheets, S read) {
        return (int) worksheets.stream()
                .filter(sheet -> sheet != read && !sheet.hidden())
                .count();
    }
}
