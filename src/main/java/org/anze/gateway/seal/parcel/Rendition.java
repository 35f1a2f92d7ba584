package org.anze.gateway.seal.parcel;

import java.util.regex.Pattern;

/**
 * A file that travels with a parcel: the same content in the recipient's own format.
 *
 * @param name a plain file name
 * @param size in bytes
 * @param digest hash of the bytes in the parcel's suite
 */
public record Rendition(String name, long size, byte[] digest) {

    private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,199}");

    /** Whether this is a plain file name: no folder, no leading dot, no control character, at most 200 characters. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
