package org.anze.gateway.validation;

import java.util.Optional;

/** The levels of article 3 of State Council order 493, gravest last. A limit that is reached counts as passed. */
enum AccidentLevel {
    ORDINARY("一般", 0, 0, 0),
    LARGER("较大", 3, 10, 1_000_000_000L),
    MAJOR("重大", 10, 50, 5_000_000_000L),
    GRAVEST("特别重大", 30, 100, 10_000_000_000L);

    private final String zh;
    private final long dead;
    private final long serious;
    private final long loss;

    AccidentLevel(String zh, long dead, long serious, long loss) {
        this.zh = zh;
        this.dead = dead;
        this.serious = serious;
        this.loss = loss;
    }

    /** The code and Chinese name of the level. */
    String zh() {
        return zh;
    }

    static Optional<AccidentLevel> byName(String zh) {
        for (AccidentLevel level : values()) {
            if (level.zh.equals(zh)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The gravest level that any of the three numbers reaches; the loss is in fen. */
    static AccidentLevel of(long dead, long serious, long loss) {
        AccidentLevel result = ORDINARY;
        for (AccidentLevel level : values()) {
            if (dead >= level.dead || serious >= level.serious || loss >= level.loss) {
                result = level;
            }
        }
        return result;
    }
}
