package org.anze.gateway.intake;

import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.party.Party;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter knows about a submission before anybody looks into it.
 *
 * @param party the authenticated sender
 * @param channel how it came
 * @param messageId the party's own message id, or for files {@code <file name>}; at most 200 characters. With a file the
 *     digest of the bytes is part of the identity
 * @param fileName file name for files; null otherwise
 * @param mapping the mapping the sender asked for; null for the party's default of that channel
 * @param dryRun only check; nothing is kept
 * @param signature the sender's own signature over the body; null when there is none
 */
public record Arrival(
        Party party,
        Channel channel,
        String messageId,
        @Nullable String fileName,
        @Nullable String mapping,
        boolean dryRun,
        @Nullable PresentedSignature signature) {

    /** Something that is not signed. */
    public Arrival(
            Party party,
            Channel channel,
            String messageId,
            @Nullable String fileName,
            @Nullable String mapping,
            boolean dryRun) {
        this(party, channel, messageId, fileName, mapping, dryRun, null);
    }

    /** The intake channels. */
    public enum Channel {
        REST,
        SOAP,
        SFTP,
        QUEUE,
        /** From the gateway itself: what became due by the passing of time, or what an operator had it read again. */
        OVERSIGHT
    }
}
