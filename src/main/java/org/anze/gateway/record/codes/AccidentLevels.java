package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The levels of accidents (order 493 of the State Council, article 3). A number reaches a level from its limit on; the
 * gravest level that any of the three numbers reaches is the accident's.
 */
public final class AccidentLevels {

    /** Gravest first. */
    private final List<Limit> limits;

    private AccidentLevels(List<Limit> limits) {
        this.limits = limits;
    }

    static AccidentLevels read(Path file) throws IOException {
        List<Limit> limits = new ArrayList<>();
        for (TableFile.Row row : new TableFile(file).rows("code", "name", "dead", "serious", "loss")) {
            Limit next =
                    new Limit(row.need("code"), row.needNumber("dead"), row.needNumber("serious"), row.needFen("loss"));
            if (!limits.isEmpty() && !limits.get(limits.size() - 1).above(next)) {
                throw row.wrong("levels stand gravest first, each limit below the one before");
            }
            limits.add(next);
        }
        if (limits.isEmpty() || limits.get(limits.size() - 1).dead != 0) {
            throw new IllegalArgumentException(file + ": the last level must begin at 0");
        }
        return new AccidentLevels(List.copyOf(limits));
    }

    /**
     * The level, its Chinese name being its code.
     *
     * @param loss direct economic loss in fen
     */
    public String levelOf(long dead, long serious, long loss) {
        for (Limit limit : limits) {
            if (dead >= limit.dead || serious >= limit.serious || loss >= limit.loss) {
                return limit.code;
            }
        }
        return limits.get(limits.size() - 1).code;
    }

    /** Positive when the first level is graver, 0 when both are the same. */
    public int compare(String first, String second) {
        return Integer.compare(rank(second), rank(first));
    }

    private int rank(String code) {
        for (int i = 0; i < limits.size(); i++) {
            if (limits.get(i).code.equals(code)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no accident level " + code);
    }

    private record Limit(String code, long dead, long serious, long loss) {
        boolean above(Limit other) {
            return dead > other.dead && serious > other.serious && loss > other.loss;
        }
    }
}
