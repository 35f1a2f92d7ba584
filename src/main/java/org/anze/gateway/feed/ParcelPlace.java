package org.anze.gateway.feed;

import java.nio.charset.StandardCharsets;

/** What the bytes of a parcel are closed for: they open nowhere else. */
public final class ParcelPlace {

    private ParcelPlace() {}

    /** Of the document. */
    public static byte[] document(String recipient, long number) {
        return ("parcel " + recipient + " " + number).getBytes(StandardCharsets.UTF_8);
    }

    /** Of a file that travels with it. */
    public static byte[] rendition(String recipient, long number, String name) {
        return ("parcel " + recipient + " " + number + " " + name).getBytes(StandardCharsets.UTF_8);
    }
}
