package org.anze.gateway.record;

/** How the value of a canonical field is held in Java and in canonical JSON. */
public enum FieldType {
    /** {@code String}. */
    TEXT,
    /** {@code String}, a value of a code table. */
    CODE,
    /** {@code Long}. */
    INTEGER,
    /** {@code Long}, fen. */
    MONEY,
    /** {@code Long}, ten-thousandths of a per cent: 18 % is 180000. */
    PERCENT,
    /** {@code String}, ISO 8601 with seconds and the offset +08:00: {@code 2024-01-31T00:00:00+08:00}. */
    INSTANT,
    /** {@code String}, {@code 2024-01-31}, a day in China. */
    DATE,
    /** {@code Boolean}. */
    BOOLEAN,
    /** {@code List} of {@code String}. */
    TEXTS,
    /** {@code List} of {@code Map<String, Object>} whose values are again String, Long, Boolean. */
    OBJECTS
}
