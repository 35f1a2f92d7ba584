package org.anze.gateway.endurance;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.flow.SamplePolicies;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A party that sends one policy per message, durably and in commits of a hundred, and reads the receipts beside it. What has no
 * receipt yet is bounded. Started by one thread; the counts may be asked for by any.
 */
final class QueueLoad implements AutoCloseable {

    private static final int COMMIT = 100;
    private static final int MOST_UNDER_WAY = 2_000;
    private static final long RECEIVE_MS = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final String party;
    private final String prefix;
    private final int messages;
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final BitSet receipted = new BitSet();
    private long accepted;
    private long repeated;
    private @Nullable String fault;
    private volatile boolean closed;

    /** @param prefix of business keys and submission ids */
    QueueLoad(GatewayProcess gateway, String party, String prefix, int messages) throws IOException, JMSException {
        this.party = party;
        this.prefix = prefix;
        this.messages = messages;
        String secret = PrivateFiles.readSecret(
                new PkiLayout(gateway.data()).demoKeys(party).secret());
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.corePort(), party, secret);
        connection = factory.createConnection();
    }

    /** Begins to send and to read. */
    void start() throws JMSException {
        connection.start();
        threads.submit(() -> guarded(this::send));
        threads.submit(() -> guarded(this::read));
    }

    private interface Work {
        void run() throws Exception;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            synchronized (this) {
                fault = fault == null && !closed ? String.valueOf(e) : fault;
            }
        }
    }

    private void send() throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("submit." + party))) {
            for (int i = 0; i < messages && !closed; i++) {
                if (i % COMMIT == 0) {
                    session.commit();
                    places.acquire(COMMIT);
                }
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(SamplePolicies.lines(prefix, i, 1, PolicyLoad.REGION, PolicyLoad.SECTOR));
                message.setStringProperty("SubmissionId", prefix + "-" + i);
                producer.send(message);
            }
            session.commit();
        }
    }

    private void read() throws JMSException {
        try (Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("receipts." + party))) {
            while (!closed) {
                Message message = consumer.receive(RECEIVE_MS);
                if (message instanceof BytesMessage receipt) {
                    byte[] body = new byte[(int) receipt.getBodyLength()];
                    receipt.readBytes(body);
                    note(message.getJMSCorrelationID(), body);
                }
            }
        }
    }

    private synchronized void note(String id, byte[] body) {
        int number = Integer.parseInt(id.substring(prefix.length() + 1));
        if (receipted.get(number)) {
            repeated++;
            return;
        }
        receipted.set(number);
        accepted += JSON.readTree(body).path("body").path("accepted").asLong();
        places.release();
    }

    /** Different messages that have a receipt. */
    synchronized long receipts() {
        return receipted.cardinality();
    }

    /** Records that receipts say are accepted. */
    synchronized long accepted() {
        return accepted;
    }

    /** Receipts that came again. */
    synchronized long repeated() {
        return repeated;
    }

    /** Why it ended before its time; null while all is well. */
    synchronized @Nullable String fault() {
        return fault;
    }

    @Override
    public void close() throws JMSException {
        closed = true;
        threads.shutdownNow();
        connection.close();
        factory.close();
    }
}
