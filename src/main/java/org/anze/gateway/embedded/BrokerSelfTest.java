package org.anze.gateway.embedded;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.UUID;

/** Passes one durable message through a queue of its own, which a broker without a working journal cannot do. */
final class BrokerSelfTest {

    private static final String QUEUE = "self-test";
    private static final long LIMIT_MS = 10_000;

    private BrokerSelfTest() {}

    static void run(EmbeddedBroker broker) {
        broker.createQueue(QUEUE);
        String mark = UUID.randomUUID().toString();
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Queue queue = session.createQueue(QUEUE);
            try (MessageProducer producer = session.createProducer(queue);
                    MessageConsumer consumer = session.createConsumer(queue)) {
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                producer.send(session.createTextMessage(mark));
                // A mark of a start that was cut short may still be there.
                for (Message message = consumer.receive(LIMIT_MS);
                        message != null;
                        message = consumer.receive(LIMIT_MS)) {
                    if (mark.equals(message.getBody(String.class))) {
                        return;
                    }
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException("内置消息服务自检失败 / the embedded broker failed its self-test", e);
        }
        throw new IllegalStateException("内置消息服务自检未收到消息 / the embedded broker lost its self-test message");
    }
}
