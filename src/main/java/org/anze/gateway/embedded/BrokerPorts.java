package org.anze.gateway.embedded;

/**
 * TCP ports of the broker on 127.0.0.1, one per protocol; 0 lets the system choose.
 *
 * @param core Artemis core, for JMS clients of Artemis
 * @param amqp AMQP 1.0
 * @param stomp STOMP 1.0 to 1.2
 * @param mqtt MQTT 3.1, 3.1.1 and 5
 */
public record BrokerPorts(int core, int amqp, int stomp, int mqtt) {

    /** The customary ports. */
    public static BrokerPorts customary() {
        return new BrokerPorts(61616, 5672, 61613, 1883);
    }

    /** Whatever is free; the broker reports what it got. */
    public static BrokerPorts anyFree() {
        return new BrokerPorts(0, 0, 0, 0);
    }
}
