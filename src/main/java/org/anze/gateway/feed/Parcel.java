package org.anze.gateway.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.evidence.envelope.Envelopes;

/**
 * A parcel ready to go: the signed document and what is rendered beside it. The bytes of one number never change once it
 * left, except that a parcel that may no longer be given is replaced by an empty one that says so.
 *
 * @param recipient party id
 * @param number from 1, without gaps per recipient
 * @param document the parcel document of docs/spec/seal-v1.md, canonical JSON
 * @param renditions CSV or XML beside it; their digests are in the manifest
 * @param records number of records in it, withdrawals included; 0 for an empty replacement
 */
public record Parcel(String recipient, long number, byte[] document, List<Rendition> renditions, int records) {

    /** Sorts the renditions by name, as they are when they are read again. */
    public Parcel {
        renditions = renditions.stream()
                .sorted(Comparator.comparing(Rendition::name))
                .toList();
    }

    /**
     * @param name file name, such as {@code 000000017.csv}
     * @param mediaType with charset
     * @param content bytes in the recipient's encoding
     */
    public record Rendition(String name, String mediaType, byte[] content) {}

    /** The same parcel with one more file that travels with it. */
    Parcel with(Rendition rendition) {
        List<Rendition> more = new ArrayList<>(renditions);
        more.add(rendition);
        return new Parcel(recipient, number, document, more, records);
    }

    /**
     * The document in its recipient's encrypted envelope, which then travels in its place; empty for most. It is among the
     * renditions, so that its bytes are kept with them, but not in the manifest, which is inside it.
     */
    public Optional<Rendition> enclosedDocument() {
        String name = documentName() + Envelopes.SUFFIX;
        return renditions.stream()
                .filter(rendition -> rendition.name().equals(name))
                .findFirst();
    }

    /** The base of the file names: nine digits. */
    public String fileBase() {
        return fileBase(number);
    }

    /** File name base of a parcel number. */
    public static String fileBase(long number) {
        return String.format("%09d", number);
    }

    /** The document's file name, {@code 000000017.parcel.json}. */
    public String documentName() {
        return fileBase() + ".parcel.json";
    }
}
