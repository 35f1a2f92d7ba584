package org.anze.gateway.embedded;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Three things the broker has no setting for: it refuses a message beyond the size limit, makes every message durable,
 * and refuses to remove a queue with what is in it.
 *
 * <p>All queues of ours are durable and point-to-point, and none is ever removed; what clients make for their own
 * subscriptions is neither. {@link MqttGuard} keeps the one way out that does not pass here.
 */
final class QueueGuard implements ActiveMQServerMessagePlugin, ActiveMQServerQueuePlugin {

    private final long mostBytes;

    QueueGuard(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction transaction, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        long size = message instanceof LargeServerMessage large
                ? large.getLargeBody().getBodySize()
                : message.getEncodeSize();
        if (size > mostBytes) {
            throw new ActiveMQIOErrorException("消息 " + size + " 字节，超过上限 " + mostBytes + "，请拆分 / the message has " + size
                    + " bytes, the limit is " + mostBytes + ": split it");
        }
        // A sender may not trade its own submission's safety for speed: STOMP does so unless told otherwise.
        message.setDurable(true);
    }

    @Override
    public void beforeDestroyQueue(
            Queue queue,
            SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress)
            throws ActiveMQException {
        if (queue.isDurable() && queue.getRoutingType() == RoutingType.ANYCAST) {
            throw new ActiveMQSecurityException("queue " + queue.getName() + " is permanent");
        }
    }
}
