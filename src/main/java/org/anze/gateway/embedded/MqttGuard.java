package org.anze.gateway.embedded;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at MQTT packets before the broker does; a refused packet ends its connection.
 *
 * <p>Why it is needed: when a consumer for an MQTT subscription cannot be made, Artemis 2.55 deletes the queue it was
 * for, with everything in it, although the queue belongs to somebody else and the reason was a missing permission. The
 * same happens when a stored session is resumed. So nothing that would be refused may get that far:
 *
 * <ul>
 *   <li>a subscription names exactly one address that the party may receive from ({@code feed/<party>},
 *       {@code receipts/<party>});
 *   <li>a session is clean; what waits for a party waits in its queue, not in a session;
 *   <li>a client id is the party id, or begins with it and a colon, so that no party takes over another's connection;
 *   <li>nothing is retained, because a retained copy would outlive its delivery.
 * </ul>
 */
final class MqttGuard implements MQTTInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(MqttGuard.class);
    private static final Pattern TOPIC = Pattern.compile("(receipts|feed)/[a-z0-9][a-z0-9-]{0,63}");

    private final PartySecurityManager security;

    MqttGuard(PartySecurityManager security) {
        this.security = security;
    }

    @Override
    public boolean intercept(MqttMessage message, RemotingConnection connection) {
        boolean allowed = true;
        if (message instanceof MqttConnectMessage connect) {
            allowed = connect.variableHeader().isCleanSession()
                    && isOwnClient(
                            connect.payload().clientIdentifier(),
                            connect.payload().userName());
        } else if (message instanceof MqttSubscribeMessage subscribe) {
            allowed = subscribe.payload().topicSubscriptions().stream()
                    .allMatch(topic -> mayReceive(connection, topic.topicFilter()));
        } else if (message instanceof MqttPublishMessage publish) {
            allowed = !publish.fixedHeader().isRetain();
        }
        if (!allowed) {
            LOG.warn(
                    "拒绝 MQTT 报文 {}，断开 {} / refusing an MQTT packet {}, closing {}",
                    message.fixedHeader().messageType(),
                    connection.getRemoteAddress(),
                    message.fixedHeader().messageType(),
                    connection.getRemoteAddress());
        }
        return allowed;
    }

    private boolean mayReceive(RemotingConnection connection, String topic) {
        return connection.getSubject() != null
                && TOPIC.matcher(topic).matches()
                && security.mayReceive(connection.getSubject(), topic.replace('/', '.'));
    }

    private static boolean isOwnClient(String client, String user) {
        return user != null && (client.isEmpty() || client.equals(user) || client.startsWith(user + ":"));
    }
}
