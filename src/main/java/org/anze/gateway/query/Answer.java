package org.anze.gateway.query;

/** What goes back to the asker; its audit event is durable already. */
public record Answer(String mediaType, byte[] body) {

    static final String JSON = "application/json";
}
