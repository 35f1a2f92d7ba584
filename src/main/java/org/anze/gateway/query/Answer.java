package org.anze.gateway.query;

/** What goes back to the asker; its audit event is durable already. */
public record Answer(String mediaType, byte[] body) {

    /** Media type of every answer so far. */
    public static final String JSON = "application/json";
}
