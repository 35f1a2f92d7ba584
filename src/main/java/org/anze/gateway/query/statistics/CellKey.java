package org.anze.gateway.query.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The finest cell that figures are kept for. What a record does not tell is empty text.
 *
 * @param insurer party id; of an enterprise or agency that several insurers named all of them, see {@link #of}
 * @param month {@code 2026-01}
 * @param apart whether it is what one insurer says of what it shares with others, beside the cell where that counts once
 */
record CellKey(String county, String sector, String insurer, String month, String line, boolean apart) {

    /** Not part of any party's id. */
    private static final String AND = ",";

    /** A cell of what several insurers have in common; it counts once, and under each of them when they are told apart. */
    CellKey of(Collection<String> insurers) {
        String all = insurers.stream()
                .filter(id -> insurers.size() == 1 || !id.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(AND));
        return with(all);
    }

    private CellKey with(String other) {
        return other.equals(insurer) ? this : new CellKey(county, sector, other, month, line, apart);
    }

    /** At least one. */
    List<String> insurers() {
        return insurer.contains(AND) ? Arrays.asList(insurer.split(AND)) : List.of(insurer);
    }

    /** The cell with those of its insurers that are wanted, each looked at by itself; null when none is. */
    @Nullable
    CellKey only(Predicate<CellKey> wanted) {
        if (!insurer.contains(AND)) {
            return wanted.test(this) ? this : null;
        }
        List<String> left =
                insurers().stream().filter(id -> wanted.test(with(id))).toList();
        return left.isEmpty() ? null : of(left);
    }

    /** Where it stands; of a cell of one insurer. */
    Scope scope() {
        return new Scope(county.isEmpty() ? null : county, sector.isEmpty() ? null : sector, insurer);
    }

    String year() {
        return month.length() < 4 ? "" : month.substring(0, 4);
    }
}
