package org.anze.gateway.seal.parcel;

import org.anze.gateway.seal.JsonOutput;

/** One unit of a record as a recipient gets it. */
public sealed interface DisclosedUnit {

    /** The unit's name. */
    String name();

    /** Appends the unit to a document. */
    void writeTo(JsonOutput out);

    /**
     * The original value, provable.
     *
     * @param salt 16 bytes
     * @param value canonical JSON
     */
    record Given(String name, byte[] salt, byte[] value) implements DisclosedUnit {
        @Override
        public void writeTo(JsonOutput out) {
            out.ascii("{\"name\":")
                    .string(name)
                    .ascii(",\"salt\":")
                    .base64(salt)
                    .ascii(",\"value\":")
                    .raw(value)
                    .ascii("}");
        }
    }

    /**
     * A value derived from the original: the gateway's statement, not provable from the source.
     *
     * @param hash leaf hash of the original
     * @param value canonical JSON
     */
    record Masked(String name, byte[] hash, byte[] value) implements DisclosedUnit {
        @Override
        public void writeTo(JsonOutput out) {
            out.ascii("{\"hash\":")
                    .base64(hash)
                    .ascii(",\"masked\":")
                    .raw(value)
                    .ascii(",\"name\":")
                    .string(name)
                    .ascii("}");
        }
    }

    /**
     * Not given; only its place in the record is kept.
     *
     * @param hash leaf hash of the original
     */
    record Withheld(String name, byte[] hash) implements DisclosedUnit {
        @Override
        public void writeTo(JsonOutput out) {
            out.ascii("{\"hash\":")
                    .base64(hash)
                    .ascii(",\"name\":")
                    .string(name)
                    .ascii("}");
        }
    }
}
