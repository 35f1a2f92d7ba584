package org.anze.bench.baseline;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.anze.bench.records.Recipient;
import org.anze.bench.records.RecordSet;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.apache.camel.ProducerTemplate;

/**
 * Takes messages from the recipients' queues, several in one transaction, and sends them down the route {@code direct:deliver}. The
 * queue's transaction is committed last: whatever fails before is done again.
 */
public final class Delivery implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("baseline");
    /** Messages in one transaction: many small ones share the two commits that follow. */
    private static final int MOST_MESSAGES = 200;

    private static final int MOST_RECORDS = 500;
    /** Of records that are large, fewer. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private static final int POSTS_AT_A_TIME = 4;
    private static final int LOOK_MS = 200;

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Signer signer;
    private final Store store;
    private final ProducerTemplate camel;
    private final ExecutorService posts;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    Delivery(Settings settings, Signer signer, Store store, CamelContext context) throws JMSException {
        this.signer = signer;
        this.store = store;
        this.camel = context.createProducerTemplate();
        this.posts = Executors.newFixedThreadPool(
                Math.min(64, POSTS_AT_A_TIME * settings.recipients().size()));
        Settings.Broker broker = settings.broker();
        factory = new ActiveMQConnectionFactory(broker.url(), broker.user(), broker.password());
        connection = factory.createConnection();
        for (Recipient recipient : settings.recipients()) {
            threads.add(new Thread(() -> serve(recipient), "deliver-" + recipient.id()));
        }
    }

    void start() throws JMSException {
        connection.start();
        threads.forEach(Thread::start);
    }

    private void serve(Recipient recipient) {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(Outbox.queue(recipient)))) {
            while (open) {
                List<String> views = receive(consumer);
                if (!views.isEmpty()) {
                    try {
                        camel.sendBodyAndHeader("direct:deliver", views, "recipient", recipient);
                        session.commit();
                    } catch (RuntimeException e) {
                        LOG.log(Level.WARNING, "delivered again: " + recipient.id(), e);
                        session.rollback();
                    }
                }
            }
        } catch (JMSException e) {
            if (open) {
                LOG.log(Level.SEVERE, "no more deliveries to " + recipient.id(), e);
            }
        }
    }

    private static List<String> receive(MessageConsumer consumer) throws JMSException {
        List<String> views = new ArrayList<>();
        Message message = consumer.receive(LOOK_MS);
        int characters = 0;
        for (int i = 0; message != null; i++) {
            BytesMessage bytes = (BytesMessage) message;
            byte[] text = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(text);
            String lines = new String(text, StandardCharsets.UTF_8);
            characters += lines.length();
            views.addAll(List.of(lines.split("\n")));
            boolean more = i < MOST_MESSAGES && views.size() < MOST_RECORDS && characters < MOST_CHARACTERS;
            message = more ? consumer.receiveNoWait() : null;
        }
        return views;
    }

    /** A step of the route: signs and posts, several at a time. */
    public List<String> hand(@Body List<String> views, @Header("recipient") Recipient recipient)
            throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        // Several posts at a time even when one could carry all: signing is what takes time. But what shares a
        // signature stays
        // together, or there would be more signatures than were asked for.
        int half = Math.max(signer.group(), (views.size() + 1) / 2);
        int most = Math.min(signer.most(), half / signer.group() * signer.group());
        for (int i = 0; i < views.size(); i += most) {
            List<String> part = views.subList(i, Math.min(views.size(), i + most));
            running.add(posts.submit(() -> {
                signer.deliver(recipient, part);
                return null;
            }));
        }
        for (Future<?> post : running) {
            try {
                post.get();
            } catch (ExecutionException e) {
                throw new IOException("a post failed", e.getCause());
            }
        }
        return views;
    }

    /** A step of the route: the delivered state. */
    public void settle(@Body List<String> views, @Header("recipient") Recipient recipient) throws SQLException {
        List<String> numbers = new ArrayList<>(views.size());
        for (String view : views) {
            int begin = view.indexOf(RecordSet.MARK);
            numbers.add(view.substring(begin, begin + RecordSet.LENGTH));
        }
        store.delivered(recipient.id(), numbers);
    }

    @Override
    public void close() throws JMSException {
        open = false;
        connection.close();
        factory.close();
        posts.shutdownNow();
    }
}
