package org.anze.gateway.seal.parcel;

import java.nio.charset.StandardCharsets;

/** What stands around the values, ready to be copied: there are some ten units in a record. */
final class UnitText {
    static final byte[] GIVEN_NAME = "{\"name\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] SALT = ",\"salt\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] VALUE = ",\"value\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] HASH = "{\"hash\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] MASKED = ",\"masked\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] NAME = ",\"name\":".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "}".getBytes(StandardCharsets.US_ASCII);

    private UnitText() {}
}
