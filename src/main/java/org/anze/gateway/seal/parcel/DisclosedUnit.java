package org.anze.gateway.seal.parcel;

import org.anze.gateway.seal.JsonOutput;

/** One unit of a record as a recipient gets it. */
public sealed interface DisclosedUnit {

    /** The unit's name. */
    String name();

    /** Appends the unit to a document. */
    void writeTo(JsonOutput out);

    /** Appends the unit to what the document's manifest binds. */
    void outlineTo(EvidenceOutline outline);

    /**
     * The original value, provable.
     *
     * @param salt 16 bytes
     * @param value canonical JSON
     */
    record Given(String name, byte[] salt, byte[] value) implements DisclosedUnit {
        @Override
        public void writeTo(JsonOutput out) {
            out.raw(UnitText.GIVEN_NAME)
                    .string(name)
                    .raw(UnitText.SALT)
                    .base64(salt)
                    .raw(UnitText.VALUE)
                    .raw(value)
                    .raw(UnitText.END);
        }

        @Override
        public void outlineTo(EvidenceOutline outline) {
            outline.given();
        }
    }

    /**
     * A value derived from the original: the gateway's statement, not provable from the source.
     *
     * @param hash leaf hash of the original
     * @param value what stands for it
     */
    record Masked(String name, byte[] hash, MaskedValue value) implements DisclosedUnit {
        @Override
        public void writeTo(JsonOutput out) {
            out.raw(UnitText.HASH)
                    .base64(hash)
                    .raw(UnitText.MASKED)
                    .raw(value.json())
                    .raw(UnitText.NAME)
                    .string(name)
                    .raw(UnitText.END);
        }

        @Override
        public void outlineTo(EvidenceOutline outline) {
            outline.masked(value);
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
            out.raw(UnitText.HASH).base64(hash).raw(UnitText.NAME).string(name).raw(UnitText.END);
        }

        @Override
        public void outlineTo(EvidenceOutline outline) {
            outline.withheld();
        }
    }
}
