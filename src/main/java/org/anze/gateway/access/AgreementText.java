package org.anze.gateway.access;

import java.util.Arrays;

/**
 * The text of one agreement file, wherever it is kept.
 *
 * @param recipient party id, the folder it lies in
 * @param name file name with its extension
 * @param content at most 256 KB; one byte more than that is enough to be refused
 */
public record AgreementText(String recipient, String name, byte[] content) {

    @Override
    public boolean equals(Object other) {
        return other instanceof AgreementText text
                && recipient.equals(text.recipient)
                && name.equals(text.name)
                && Arrays.equals(content, text.content);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * recipient.hashCode() + name.hashCode()) + Arrays.hashCode(content);
    }

    /** The bytes stay out of logs. */
    @Override
    public String toString() {
        return recipient + "/" + name + " (" + content.length + " bytes)";
    }
}
